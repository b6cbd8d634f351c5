using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;

namespace RelayKit.Retention;

/// <summary>
/// Its reminder comes every hour and on whatever silo there is: the first one of a day makes the day's run, and one after a crash takes it up. A run
/// takes as long as it takes, so no call waits for its end.
/// </summary>
[RandomPlacement]
internal sealed partial class RetentionGrain(
    RetentionRunner runner, IRetentionRunStore runs, IOptions<RetentionOptions> options, TimeProvider time, ILogger<RetentionGrain> logger)
    : Grain, IRetentionGrain, IRemindable, IDisposable
{
    internal const string ReminderName = "daily";

    private static readonly TimeSpan FirstReminder = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StayAwake = TimeSpan.FromHours(2);

    private readonly CancellationTokenSource _stopping = new();
    private Task<RetentionRun>? _run;

    public async Task ScheduleAsync() => await this.RegisterOrUpdateReminder(ReminderName, FirstReminder, ReminderPeriod);

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (!options.Value.Enabled)
        {
            if (await this.GetReminder(reminderName) is { } reminder)
            {
                await this.UnregisterReminder(reminder);
            }

            return;
        }

        _ = Observed(Begin(again: false));
    }

    public async Task<RetentionRun> RunAsync(bool again)
    {
        var run = Begin(again);
        if (await Task.WhenAny(run, Task.Delay(Patience, time)) == run)
        {
            return await run;
        }

        _ = Observed(run);
        return await runs.FindAsync(RetentionTask.At(time.GetUtcNow()).Day, CancellationToken.None) ?? await run;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_run is { } run)
        {
            await Task.WhenAny(Observed(run), Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken));
        }
    }

    public void Dispose() => _stopping.Dispose();

    private Task<RetentionRun> Begin(bool again)
    {
        if (_run is null or { IsCompleted: true })
        {
            DelayDeactivation(StayAwake);
            _run = runner.RunAsync(again, _stopping.Token);
        }

        return _run;
    }

    private async Task Observed(Task<RetentionRun> run)
    {
        try
        {
            await run;
        }
        catch (Exception fault)
        {
            LogFailed(fault);
        }
    }

    [LoggerMessage(LogLevel.Error, "What is past its day could not be removed; the next hour tries again")]
    private partial void LogFailed(Exception fault);
}
