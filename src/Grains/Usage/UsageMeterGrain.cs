using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using RelayKit.Ledger;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.Usage;

/// <summary>Shared out among the silos by chance, as rooms are and for the same reason.</summary>
[RandomPlacement]
internal sealed partial class UsageMeterGrain(
    IUsageStore store,
    ILedger ledger,
    GrainReferences<ITenantGrain> tenants,
    GrainReferences<IRoomGrain> rooms,
    TimeProvider time,
    ILogger<UsageMeterGrain> logger) : Grain, IUsageMeterGrain
{
    private MeterKey _key;
    private UsageMeter _meter = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = MeterKey.Parse(this.GetPrimaryKeyString());
        _meter = new UsageMeter(_key, store, time, logger);

        // Reading anew now and then lets go of the sessions that have ended, and mends whatever a lost message left behind.
        this.RegisterGrainTimer(
            RefreshAsync, new GrainTimerCreationOptions { DueTime = UsageMeter.FollowEnded, Period = UsageMeter.FollowEnded });
        return Task.CompletedTask;
    }

    public async Task ApplyAsync(ImmutableArray<SessionLine> lines)
    {
        await _meter.ApplyAsync(lines);
        await ArmAsync();
        await HoldLimitsAsync();
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        await _meter.RefreshAsync(cancellation);
        _policy = null;
        await ArmAsync();
    }

    public Task InvalidateAsync()
    {
        _meter.Invalidate();
        _limits.Forget();
        return Task.CompletedTask;
    }

    public Task<UsageReading> ReadAsync() => _meter.ReadAsync();
}
