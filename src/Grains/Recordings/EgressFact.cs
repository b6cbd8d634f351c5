using System.Collections.Immutable;
using RelayKit.LiveKit;

namespace RelayKit.Recordings;

/// <summary>
/// All that is known of an egress at one moment, from LiveKit or presumed without it. Facts of one egress have a total order in which the later, and
/// among the last the surer, is the greater; a recording is what its greatest fact says. So whatever subset of facts comes, in whatever order and however
/// often, the same is left.
/// </summary>
[GenerateSerializer, Immutable, Alias("RelayKit.EgressFact")]
public sealed record EgressFact
{
    /// <summary>LiveKit's id (<c>EG_…</c>); empty where it never became known.</summary>
    [Id(0)]
    public required string EgressId { get; init; }

    /// <summary>How far it has come.</summary>
    [Id(1)]
    public required RecordingStatus Status { get; init; }

    /// <summary>Whether RelayKit concluded it because LiveKit says nothing: what LiveKit says later counts for more.</summary>
    [Id(2)]
    public bool IsPresumed { get; init; }

    /// <summary>When LiveKit last learned of it, Unix milliseconds; 0 when it does not say.</summary>
    [Id(3)]
    public long UpdatedAtMs { get; init; }

    /// <summary>When its media began, else, where LiveKit does not say, when it was accepted; null before it began, and where it never did.</summary>
    [Id(4)]
    public long? StartedAtMs { get; init; }

    /// <summary>When it ended.</summary>
    [Id(5)]
    public long? EndedAtMs { get; init; }

    /// <summary>How long what was written plays, by LiveKit; null until it says so.</summary>
    [Id(6)]
    public long? DurationMs { get; init; }

    /// <summary>The bytes that were written, by LiveKit; null until it says so.</summary>
    [Id(7)]
    public long? SizeBytes { get; init; }

    /// <summary>LiveKit's text of what went wrong; null when nothing did.</summary>
    [Id(8)]
    public string? Error { get; init; }

    /// <summary>The error as a number of HTTP's; 0 when there is none.</summary>
    [Id(9)]
    public int ErrorCode { get; init; }

    /// <summary>Why it ended, in LiveKit's words; null when it does not say.</summary>
    [Id(10)]
    public string? Details { get; init; }

    /// <summary>Whether the file went to the worker's backup storage.</summary>
    [Id(11)]
    public bool IsInBackup { get; init; }

    /// <summary>Where it streams to, without keys.</summary>
    [Id(12)]
    public ImmutableArray<StreamOutput> Outputs { get; init; } = [];

    /// <summary>Whether it has ended.</summary>
    public bool IsFinal => Status.IsFinal();

    /// <summary>What LiveKit tells, in RelayKit's words.</summary>
    public static EgressFact Of(LiveKitEgress egress)
    {
        ArgumentNullException.ThrowIfNull(egress);
        var file = egress.Files.FirstOrDefault();
        var segments = egress.Segments.FirstOrDefault();
        var hasBegun = egress.Status is not (EgressStatus.Starting or EgressStatus.Aborted);
        var began = file?.StartedAt ?? segments?.StartedAt ?? egress.Streams.Select(static stream => stream.StartedAt).Min() ?? (hasBegun ? egress.StartedAt : null);
        return new EgressFact
        {
            EgressId = StorableText.Mend(egress.EgressId),
            Status = (RecordingStatus)(int)egress.Status,
            UpdatedAtMs = egress.UpdatedAt?.ToUnixTimeMilliseconds() ?? 0,
            StartedAtMs = began?.ToUnixTimeMilliseconds(),
            EndedAtMs = ((RecordingStatus)(int)egress.Status).IsFinal() ? (egress.EndedAt ?? egress.UpdatedAt)?.ToUnixTimeMilliseconds() : null,
            DurationMs = Milliseconds(file?.Duration ?? segments?.Duration) ?? LongestStream(egress.Streams),
            SizeBytes = (file?.SizeBytes ?? segments?.SizeBytes) is > 0 and var size ? size : null,
            Error = OrNull(egress.Error),
            ErrorCode = egress.ErrorCode,
            Details = OrNull(egress.Details),
            IsInBackup = egress.BackupStorageUsed,
            Outputs = [.. egress.Streams.Select(Output)],
        };
    }

    /// <summary>An end that nobody told of.</summary>
    /// <param name="egressId">LiveKit's id; empty where it never became known.</param>
    /// <param name="status">How it is taken to have ended.</param>
    /// <param name="atMs">When it was last known to go on.</param>
    /// <param name="reason">Why it is taken to have ended, for the tenant.</param>
    public static EgressFact Presumed(string egressId, RecordingStatus status, long atMs, string reason) =>
        new() { EgressId = egressId, Status = status, IsPresumed = true, UpdatedAtMs = atMs, EndedAtMs = atMs, Error = reason };

    /// <summary>Whether it says more than another fact of the same egress; anything says more than null.</summary>
    public bool SaysMoreThan(EgressFact? other)
    {
        if (other is null)
        {
            return true;
        }

        var order = Rank.CompareTo(other.Rank);
        order = order != 0 ? order : other.IsPresumed.CompareTo(IsPresumed);
        order = order != 0 ? order : UpdatedAtMs.CompareTo(other.UpdatedAtMs);
        order = order != 0 ? order : Nullable.Compare(EndedAtMs, other.EndedAtMs);
        order = order != 0 ? order : Status.CompareTo(other.Status);
        // LiveKit tells nothing that differs only from here on; but an order has to decide that too.
        order = order != 0 ? order : Nullable.Compare(DurationMs, other.DurationMs);
        return order != 0 ? order > 0 : Nullable.Compare(SizeBytes, other.SizeBytes) > 0;
    }

    private int Rank => Math.Min((int)Status, (int)RecordingStatus.Complete);

    private static StreamOutput Output(EgressStreamInfo stream) => new(
        StreamUrl.Redact(stream.Url),
        stream.Status switch
        {
            EgressStreamStatus.Active => "active",
            EgressStreamStatus.Finished => "finished",
            _ => "failed",
        },
        OrNull(stream.Error),
        stream.Retries,
        stream.StartedAt?.ToUnixTimeMilliseconds(),
        stream.EndedAt?.ToUnixTimeMilliseconds());

    private static long? LongestStream(ImmutableArray<EgressStreamInfo> streams) =>
        streams.IsEmpty ? null : Milliseconds(streams.Max(static stream => stream.Duration));

    /// <summary>A file that is only named has neither a duration nor a size yet: LiveKit's zeros are not measured.</summary>
    private static long? Milliseconds(TimeSpan? duration) => duration is { Ticks: > 0 } known ? (long)known.TotalMilliseconds : null;

    private static string? OrNull(string text) => text.Length == 0 ? null : StorableText.Mend(text);
}

/// <summary>What follows from a status.</summary>
public static class RecordingStatuses
{
    /// <summary>Whether it is an end.</summary>
    public static bool IsFinal(this RecordingStatus status) => status >= RecordingStatus.Complete;
}
