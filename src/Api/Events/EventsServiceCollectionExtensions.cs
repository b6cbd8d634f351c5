namespace RelayKit.Api.Events;

/// <summary>Registers what the routes of events need.</summary>
internal static class EventsServiceCollectionExtensions
{
    public static IServiceCollection AddEvents(this IServiceCollection services) => services.AddSingleton<EventFeeds>();
}
