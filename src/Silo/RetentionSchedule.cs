using Microsoft.Extensions.Options;
using RelayKit.Retention;

namespace RelayKit.Silo;

/// <summary>
/// Sees to it that the reminder of the daily run is there, and watches that runs are made: by whomever, a silo or <c>RelayKit.Silo retain</c>. Every silo
/// does both, so that none is missed when it dies.
/// </summary>
internal sealed partial class RetentionSchedule(
    IGrainFactory grains,
    IRetentionRunStore runs,
    RetentionInstruments instruments,
    IOptions<RetentionOptions> options,
    TimeProvider time,
    ILogger<RetentionSchedule> logger) : PeriodicWork(Beat, time)
{
    /// <summary>Without a run for as long somebody is told: two were missed.</summary>
    internal static readonly TimeSpan TooLong = TimeSpan.FromHours(48);

    private const int BeatsInAnHour = 60;

    private static readonly TimeSpan Beat = TimeSpan.FromMinutes(1);

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private bool _scheduled = !options.Value.Enabled;
    private int _beats;

    protected override async Task RoundAsync(CancellationToken stopping)
    {
        _scheduled = _scheduled || await TryAsync(() => grains.GetGrain<IRetentionGrain>(IRetentionGrain.Key).ScheduleAsync(), stopping);
        if (_beats++ % BeatsInAnHour == 0)
        {
            await TryAsync(() => LookAsync(stopping), stopping);
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        var last = await runs.ReadLastFinishAsync(cancellation);
        instruments.LastFinish = last;
        if (Time.GetUtcNow() - (last ?? _startedAt) > TooLong)
        {
            LogOverdue(last);
        }
    }

    private async Task<bool> TryAsync(Func<Task> what, CancellationToken stopping)
    {
        try
        {
            await what();
            return true;
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            // Whatever it is, a later beat tries again.
            LogFailed(fault);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "Nothing that is past its day was removed for over 48 hours; the last run was done at {Last}. See GET /v1/operator/retention-runs")]
    private partial void LogOverdue(DateTimeOffset? last);

    [LoggerMessage(LogLevel.Warning, "The daily removal of what is past its day could not be looked after; it is tried again")]
    private partial void LogFailed(Exception fault);
}
