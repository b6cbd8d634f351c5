using System.Collections.Immutable;

namespace RelayKit.Retention;

/// <summary>The run of one day, as it stands.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.RetentionRun")]
public sealed record RetentionRun
{
    /// <summary>The day (UTC).</summary>
    [Id(0)]
    public required DateOnly Day { get; init; }

    /// <summary>How often it was begun: more than once when it was broken off, had a fault, or was asked for again.</summary>
    [Id(1)]
    public required int Attempts { get; init; }

    /// <summary>When it was begun first.</summary>
    [Id(2)]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When all of it was done; null as long as it is not.</summary>
    [Id(3)]
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Until when nobody else takes it up, unless it is done before.</summary>
    [Id(4)]
    public required DateTimeOffset LeaseUntil { get; init; }

    /// <summary>Usage from before this instant goes.</summary>
    [Id(5)]
    public required DateTimeOffset UsageBefore { get; init; }

    /// <summary>Logs from before this instant go.</summary>
    [Id(6)]
    public required DateTimeOffset LogsBefore { get; init; }

    /// <summary>Steps that had a fault in the last attempt; the next one runs them again.</summary>
    [Id(7)]
    public ImmutableArray<string> FailedSteps { get; init; } = [];

    /// <summary>What all attempts have removed together, by step and table.</summary>
    [Id(8)]
    public ImmutableArray<StepRemoval> Removals { get; init; } = [];

    /// <summary>Whether somebody is at it.</summary>
    public bool IsRunning(DateTimeOffset now) => FinishedAt is null && LeaseUntil > now;
}

/// <summary>What a step has removed of one table.</summary>
/// <param name="Step">The step's name.</param>
/// <param name="Removed">What.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.StepRemoval")]
public sealed record StepRemoval([property: Id(0)] string Step, [property: Id(1)] RemovedRows Removed);
