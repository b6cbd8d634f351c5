using System.Collections.Immutable;

namespace RelayKit.Recordings;

/// <summary>A recording or stream: what was asked for, the greatest fact that is known of its egress, and what became of its file.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.Recording")]
public sealed record Recording
{
    /// <summary>Which one.</summary>
    [Id(0)]
    public required RecordingKey Key { get; init; }

    /// <summary>What is recorded; a page's address without what may be secret in it.</summary>
    [Id(1)]
    public required RecordingSource Source { get; init; }

    /// <summary>The LiveKit cluster that records.</summary>
    [Id(2)]
    public required string Cluster { get; init; }

    /// <summary>In which form it is written to a bucket; null where it is only streamed.</summary>
    [Id(3)]
    public RecordingFormat? Format { get; init; }

    /// <summary>Where its file goes; null where it is only streamed.</summary>
    [Id(4)]
    public FilePlace? Place { get; init; }

    /// <summary>When it was asked for.</summary>
    [Id(5)]
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>After how many seconds it is stopped.</summary>
    [Id(6)]
    public required int MaxSeconds { get; init; }

    /// <summary>Whether a rule asked for it, and nobody by the API.</summary>
    [Id(7)]
    public bool IsAutomatic { get; init; }

    /// <summary>The greatest fact; null until LiveKit has said anything.</summary>
    [Id(8)]
    public EgressFact? Fact { get; init; }

    /// <summary>When a stop was asked for; null when none was.</summary>
    [Id(9)]
    public DateTimeOffset? StopRequestedAt { get; init; }

    /// <summary>How many stops its worker has left without an answer.</summary>
    [Id(10)]
    public int StopsUnanswered { get; init; }

    /// <summary>Since when LiveKit does not list it; null when it does, or was not asked.</summary>
    [Id(11)]
    public DateTimeOffset? MissedSince { get; init; }

    /// <summary>What became of its file.</summary>
    [Id(12)]
    public RecordingFile File { get; init; }

    /// <summary>What is wrong with its file; null when nothing is known to be.</summary>
    [Id(13)]
    public string? FileError { get; init; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal; known only where it was moved.</summary>
    [Id(14)]
    public string? Sha256 { get; init; }

    /// <summary>When the bucket was last asked, or the file moved.</summary>
    [Id(15)]
    public DateTimeOffset? FileCheckedAt { get; init; }

    /// <summary>When the file was deleted.</summary>
    [Id(16)]
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Addresses of a stream that LiveKit has not told of, without keys.</summary>
    [Id(17)]
    public ImmutableArray<string> AskedUrls { get; init; } = [];

    /// <summary>Counts its changes: a writer that saw an older one is refused.</summary>
    [Id(18)]
    public long Revision { get; init; }

    /// <summary>How far it has come.</summary>
    public RecordingStatus Status => Fact?.Status ?? RecordingStatus.Starting;

    /// <summary>Whether it has ended.</summary>
    public bool IsFinal => Status.IsFinal();

    /// <summary>LiveKit's id; null until it is known.</summary>
    public string? EgressId => Fact is { EgressId.Length: > 0 } fact ? fact.EgressId : null;

    /// <summary>Where it streams to, without keys: what LiveKit has told, else what was asked for.</summary>
    public ImmutableArray<StreamOutput> Outputs => Fact is { Outputs.Length: > 0 } fact
        ? fact.Outputs
        : [.. AskedUrls.Select(static url => new StreamOutput(url, "starting", null, 0, null, null))];

    /// <summary>Whether media is kept or handed on.</summary>
    public RecordingPurpose Purpose => Key.Purpose;

    /// <summary>Its public id: <c>rec_…</c> or <c>str_…</c>.</summary>
    public string PublicId => Key.PublicId;
}
