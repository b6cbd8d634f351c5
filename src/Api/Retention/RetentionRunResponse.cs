using RelayKit.Retention;

namespace RelayKit.Api.Retention;

/// <summary>Asks for the run of today.</summary>
/// <param name="Again">Whether it is made also when it is done; left out, it is not.</param>
internal sealed record RunRetentionRequest(bool? Again);

/// <summary>The removal, on one day, of what was past its day.</summary>
/// <param name="Day">The day (UTC).</param>
/// <param name="Status"><c>running</c>, <c>completed</c>, or <c>interrupted</c>: it was broken off or had a fault, and is taken up within the hour.</param>
/// <param name="Attempts">How often it was begun.</param>
/// <param name="StartedAt">When it was begun first.</param>
/// <param name="FinishedAt">When all of it was done; null as long as it is not.</param>
/// <param name="UsageBefore">Usage from before this instant was due.</param>
/// <param name="LogsBefore">Logs from before this instant were due.</param>
/// <param name="FailedSteps">Steps that had a fault in the last attempt.</param>
/// <param name="Removed">What was removed, by step and table.</param>
internal sealed record RetentionRunResponse(
    DateOnly Day,
    string Status,
    int Attempts,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    DateTimeOffset UsageBefore,
    DateTimeOffset LogsBefore,
    IReadOnlyList<string> FailedSteps,
    IReadOnlyList<RemovedRowsResponse> Removed)
{
    public static RetentionRunResponse Of(RetentionRun run, DateTimeOffset now) => new(
        run.Day,
        run.FinishedAt is not null ? "completed" : run.IsRunning(now) ? "running" : "interrupted",
        run.Attempts,
        run.StartedAt,
        run.FinishedAt,
        run.UsageBefore,
        run.LogsBefore,
        [.. run.FailedSteps],
        [.. run.Removals.Select(static one => new RemovedRowsResponse(one.Step, one.Removed.Table, one.Removed.Rows, one.Removed.Partitions))]);
}

/// <summary>What was removed of one table.</summary>
/// <param name="Step">By which step.</param>
/// <param name="Table">The table.</param>
/// <param name="Rows">Rows, in dropped partitions or by themselves.</param>
/// <param name="Partitions">Partitions that were dropped.</param>
internal sealed record RemovedRowsResponse(string Step, string Table, long Rows, int Partitions);
