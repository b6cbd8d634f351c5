using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RelayKit.Storage.Outbox;

/// <summary>Registers what sends messages.</summary>
internal static class OutboxServiceCollectionExtensions
{
    /// <summary>Adds the sender of a kind, and its dispatcher.</summary>
    public static IServiceCollection AddOutboxSender<TSender>(this IServiceCollection services)
        where TSender : class, IOutboxSender
    {
        services.AddSingleton<TSender>();
        return services.AddSingleton<IHostedService>(static provider => new OutboxDispatcher(
            provider.GetRequiredService<PostgresDataSources>(),
            provider.GetRequiredService<TSender>(),
            provider.GetRequiredService<OutboxInstruments>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<OutboxDispatcher>>()));
    }
}
