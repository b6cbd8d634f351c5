using Microsoft.Extensions.DependencyInjection;

namespace RelayKit.Billing;

/// <summary>Puts the working off of a provider's news into a process.</summary>
public static class ProviderEventsServiceCollectionExtensions
{
    /// <summary>
    /// Adds the worker, for a process that has an <see cref="IBillingProvider"/>, an <see cref="IProviderEventStore"/> and <see cref="IBillingUpdates"/>. Any number of
    /// processes may have one.
    /// </summary>
    public static IServiceCollection AddProviderEvents(this IServiceCollection services)
    {
        services.AddSingleton<ProviderEventInstruments>();
        services.AddSingleton<ProviderEventWorker>();
        services.AddHostedService(static provider => provider.GetRequiredService<ProviderEventWorker>());
        return services;
    }
}
