using System.Collections.Immutable;

namespace RelayKit.Retention;

/// <summary>Where runs are recorded: one for each day, whoever makes it.</summary>
public interface IRetentionRunStore
{
    /// <summary>
    /// Takes the run of a task's day for one attempt. False when it is done, or somebody else is at it: then nothing is to be removed.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="claim">The attempt's id.</param>
    /// <param name="lease">How long nobody else may take it, unless it is extended.</param>
    /// <param name="again">Whether one that is done may be made again.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<bool> TryClaimAsync(RetentionTask task, Guid claim, TimeSpan lease, bool again, CancellationToken cancellation);

    /// <summary>Keeps the run for a while longer. False when it is another's by now.</summary>
    Task<bool> ExtendAsync(DateOnly day, Guid claim, DateTimeOffset until, CancellationToken cancellation);

    /// <summary>Adds what a step has removed. It is recorded also when the run is another's by now, since it is gone.</summary>
    Task AddAsync(DateOnly day, string step, ImmutableArray<RemovedRows> removed, CancellationToken cancellation);

    /// <summary>Ends the attempt: the run is done if no step had a fault, else it can be taken up at once.</summary>
    Task EndAsync(DateOnly day, Guid claim, DateTimeOffset now, ImmutableArray<string> failedSteps, CancellationToken cancellation);

    /// <summary>The run of a day; null for none.</summary>
    Task<RetentionRun?> FindAsync(DateOnly day, CancellationToken cancellation);

    /// <summary>Runs of days before another, the last first.</summary>
    Task<ImmutableArray<RetentionRun>> ListAsync(DateOnly before, int limit, CancellationToken cancellation);

    /// <summary>When a run was done last; null for never.</summary>
    Task<DateTimeOffset?> ReadLastFinishAsync(CancellationToken cancellation);

    /// <summary>What time it is by PostgreSQL's clock.</summary>
    Task<DateTimeOffset> ReadClockAsync(CancellationToken cancellation);
}
