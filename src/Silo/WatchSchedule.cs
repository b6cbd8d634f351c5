using RelayKit.Watching;

namespace RelayKit.Silo;

/// <summary>
/// The beat by which whatever waits for an instant is kept awake: once a minute, and at once when a silo has come or gone, since the timers of those that
/// it held have gone with it. Every silo keeps it, so that none is missed when it dies.
/// </summary>
internal sealed partial class WatchSchedule(
    IGrainFactory grains, IClusterMembershipService membership, TimeProvider time, ILogger<WatchSchedule> logger) : PeriodicWork(Beat, time)
{
    private const int BeatsInAMinute = 60;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private MembershipVersion? _seen;
    private int _beats;

    protected override async Task RoundAsync(CancellationToken stopping)
    {
        var version = membership.CurrentSnapshot.Version;
        if (_seen != version && await AskAsync(atOnce: true, stopping))
        {
            _seen = version;
        }
        else if (++_beats % BeatsInAMinute == 0)
        {
            await AskAsync(atOnce: false, stopping);
        }
    }

    private async Task<bool> AskAsync(bool atOnce, CancellationToken stopping)
    {
        try
        {
            var watch = grains.GetGrain<IWatchGrain>(IWatchGrain.Key);
            await (atOnce ? watch.WatchAsync(stopping) : watch.WatchWhenDueAsync(stopping));
            return true;
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            // Whatever it is, the next beat tries again.
            LogFailed(fault);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Rooms and meters that wait for an instant could not be woken")]
    private partial void LogFailed(Exception fault);
}
