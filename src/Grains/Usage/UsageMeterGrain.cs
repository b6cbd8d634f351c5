using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace RelayKit.Usage;

/// <summary>Shared out among the silos by chance, as rooms are and for the same reason.</summary>
[RandomPlacement]
internal sealed partial class UsageMeterGrain(IUsageStore store, TimeProvider time, ILogger<UsageMeterGrain> logger) : Grain, IUsageMeterGrain
{
    private UsageMeter _meter = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _meter = new UsageMeter(MeterKey.Parse(this.GetPrimaryKeyString()), store, time, logger);

        // Reading anew now and then lets go of the sessions that have ended, and mends whatever a lost message left behind.
        this.RegisterGrainTimer(
            _meter.RefreshAsync, new GrainTimerCreationOptions { DueTime = UsageMeter.FollowEnded, Period = UsageMeter.FollowEnded });
        return Task.CompletedTask;
    }

    public Task ApplyAsync(ImmutableArray<SessionLine> lines) => _meter.ApplyAsync(lines);

    public Task InvalidateAsync()
    {
        _meter.Invalidate();
        return Task.CompletedTask;
    }

    public Task<UsageReading> ReadAsync() => _meter.ReadAsync();
}
