using RelayKit.Cli.Audit;
using RelayKit.Cli.Chaos.Judging;
using RelayKit.Cli.Chaos.Plan;

namespace RelayKit.Cli.Chaos;

/// <summary>What a run came to.</summary>
internal sealed record ChaosOutcome
{
    public required Judgement Judgement { get; init; }

    public required AuditReport Audit { get; init; }

    /// <summary>What people and LiveKit did, by the driver's names.</summary>
    public required IReadOnlyDictionary<string, long> Acts { get; init; }

    public required IReadOnlyDictionary<ChaosDeed, int> Deeds { get; init; }

    /// <summary>What became of tenants' webhooks; null where they had no endpoints.</summary>
    public required WebhookTally? Webhooks { get; init; }

    public required int WholeLooks { get; init; }

    public required int FailedLooks { get; init; }

    public required int PostgresKills { get; init; }

    public required IReadOnlyList<TimeSpan> WriteWaits { get; init; }

    /// <summary>How often a silo or the API ended though nobody asked it to, e.g. because the others had declared it dead.</summary>
    public required int EndedByThemselves { get; init; }

    public required int StopsThatHung { get; init; }

    /// <summary>Whether there is nothing to complain of.</summary>
    public bool IsSound => Judgement.Differences.Count == 0 && Audit.Violations == 0;
}
