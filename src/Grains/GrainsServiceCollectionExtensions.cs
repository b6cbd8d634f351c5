using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using RelayKit.Labels;
using RelayKit.RateLimiting;
using RelayKit.Reconciliation;
using RelayKit.Recordings;
using RelayKit.Retention;
using RelayKit.Rooms;
using RelayKit.Rooms.Relays;
using RelayKit.Usage;

namespace RelayKit;

/// <summary>Registers what grains, and those who call them, need besides Orleans.</summary>
public static class GrainsServiceCollectionExtensions
{
    /// <summary>What a process needs to call grains.</summary>
    public static IServiceCollection AddGrainReferences(this IServiceCollection services)
    {
        services.TryAddSingleton(typeof(GrainReferences<>));
        services.TryAddSingleton<LabelSeals>();
        return services;
    }

    /// <summary>What a silo needs to host them; the ports (stores, ledger, LiveKit) are added by whoever implements them.</summary>
    public static IServiceCollection AddGrains(this IServiceCollection services)
    {
        services.AddGrainReferences();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(static provider =>
        {
            var meters = provider.GetRequiredService<GrainReferences<IUsageMeterGrain>>();
            return new MeterFeeds(
                key => meters.Get(key.ToString()),
                TaskScheduler.Default,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<MeterFeeds>>());
        });
        services.AddSingleton<ReconciliationInstruments>();
        services.AddSingleton<RetentionInstruments>();
        services.AddSingleton<RecordingFiles>();
        services.AddSingleton<AutomaticRecordings>();
        services.AddSingleton<LastSiloLoss>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<LastSiloLoss>());
        services.AddPlacementDirector<RoomPlacement, RoomPlacementDirector>();
        services.AddSingleton<RoomHomes>();
        services.AddGrainService<RoomRelay>();
        services.AddSingleton<RoomRelayClient>();
        services.AddSingleton<IRoomRelays, RoomRelays>();
        return services;
    }
}
