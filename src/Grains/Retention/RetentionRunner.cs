using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RelayKit.Retention;

/// <summary>
/// Makes the run of today: takes it, so that nobody else does, runs every step, and records what each has removed. Whoever dies in the middle leaves a
/// lease that ends, and the next one who asks takes the run up.
/// </summary>
public sealed partial class RetentionRunner(
    IRetentionRunStore runs, IEnumerable<IRetentionStep> steps, IOptions<RetentionOptions> options, TimeProvider time, ILogger<RetentionRunner> logger)
{
    /// <summary>How long a run is left to one who says nothing of it any more.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Extension = TimeSpan.FromMinutes(1);

    /// <summary>Runs what is due today, unless that is done or somebody is at it, and says how the run of today stands.</summary>
    /// <param name="again">Whether it is run also when it is done.</param>
    /// <param name="cancellation">Breaks it off; what is removed by then stays removed.</param>
    /// <exception cref="RetentionClockException">This process's clock is too far from PostgreSQL's: nothing is removed.</exception>
    public async Task<RetentionRun> RunAsync(bool again, CancellationToken cancellation)
    {
        var task = RetentionTask.At(time.GetUtcNow());
        await CheckClockAsync(task.Now, cancellation);
        var claim = Guid.NewGuid();
        if (await runs.TryClaimAsync(task, claim, Lease, again, cancellation))
        {
            await RunStepsAsync(task, claim, cancellation);
        }

        return await runs.FindAsync(task.Day, CancellationToken.None)
            ?? throw new InvalidOperationException($"The run of {task.Day} was removed while it was made.");
    }

    private async Task RunStepsAsync(RetentionTask task, Guid claim, CancellationToken cancellation)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var extending = time.CreateTimer(_ => _ = ExtendAsync(task.Day, claim, lost), null, Extension, Extension);
        var failed = ImmutableArray.CreateBuilder<string>();
        foreach (var step in steps)
        {
            try
            {
                var removed = await step.RunAsync(task, lost.Token);
                await runs.AddAsync(task.Day, step.Name, removed, CancellationToken.None);
                LogStep(step.Name, removed.Sum(static rows => rows.Rows), removed.Sum(static rows => rows.Partitions));
            }
            catch (Exception fault)
            {
                // One step must not keep the others from theirs.
                failed.Add(step.Name);
                LogFailed(fault, step.Name);
            }
        }

        await runs.EndAsync(task.Day, claim, time.GetUtcNow(), failed.ToImmutable(), CancellationToken.None);
    }

    private async Task ExtendAsync(DateOnly day, Guid claim, CancellationTokenSource lost)
    {
        try
        {
            if (!await runs.ExtendAsync(day, claim, time.GetUtcNow() + Lease, lost.Token))
            {
                await lost.CancelAsync();
            }
        }
        catch (Exception fault)
        {
            // There are four more tries before the lease ends.
            LogNotExtended(fault);
        }
    }

    private async Task CheckClockAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var theirs = await runs.ReadClockAsync(cancellation);
        if ((now - theirs).Duration() > options.Value.ClockTolerance)
        {
            throw new RetentionClockException(now, theirs);
        }
    }

    [LoggerMessage(LogLevel.Information, "Retention step {Step} removed {Rows} rows and dropped {Partitions} partitions")]
    private partial void LogStep(string step, long rows, int partitions);

    [LoggerMessage(LogLevel.Error, "Retention step {Step} could not be finished; it is run again")]
    private partial void LogFailed(Exception fault, string step);

    [LoggerMessage(LogLevel.Warning, "The retention run could not be kept for longer; it is tried again in a minute")]
    private partial void LogNotExtended(Exception fault);
}
