using System.Collections.Immutable;
using RelayKit.Limits;

namespace RelayKit.Recordings;

/// <summary>What to record or stream, where to, and within which limits.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.RecordingOrder")]
public sealed record RecordingOrder
{
    /// <summary>What is recorded.</summary>
    [Id(0)]
    public required RecordingSource Source { get; init; }

    /// <summary>The LiveKit cluster that records.</summary>
    [Id(1)]
    public required string Cluster { get; init; }

    /// <summary>In which form it is written to the bucket; null where it is only streamed.</summary>
    [Id(2)]
    public RecordingFormat? Format { get; init; }

    /// <summary>Length of a segment of HLS, in seconds.</summary>
    [Id(3)]
    public int SegmentSeconds { get; init; } = 4;

    /// <summary>LiveKit's number of a ready-made encoding.</summary>
    [Id(4)]
    public int Preset { get; init; }

    /// <summary>Where to stream to, keys included: never kept, logged or shown.</summary>
    [Id(5)]
    public ImmutableArray<string> StreamUrls { get; init; } = [];

    /// <summary>After how many seconds it is stopped.</summary>
    [Id(6)]
    public required int MaxSeconds { get; init; }

    /// <summary>Whether a rule of the room or the tenant asked for it, and nobody by the API.</summary>
    [Id(7)]
    public bool IsAutomatic { get; init; }

    /// <summary>What the tenant may use; held when it is taken.</summary>
    [Id(8)]
    public ImmutableArray<ReachedLimit> Limits { get; init; } = [];

    /// <summary>Names nothing that is secret.</summary>
    public override string ToString() => $"{Source.Kind} in {Source.Room}";
}
