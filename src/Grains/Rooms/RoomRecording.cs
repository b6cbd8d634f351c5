using RelayKit.Recordings;

namespace RelayKit.Rooms;

/// <summary>How each session of a room is recorded as a whole, without being asked for. Kept as JSON: members are added, never renamed.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.RoomRecording")]
public sealed record RoomRecording
{
    /// <summary>Whether it is not: so a room can do without what the tenant's rooms have by default.</summary>
    [Id(0)]
    public bool IsOff { get; init; }

    /// <summary>Layout, as of <see cref="RecordingSource.Layout"/>; null for <c>grid</c>.</summary>
    [Id(1)]
    public string? Layout { get; init; }

    /// <summary>Without video.</summary>
    [Id(2)]
    public bool AudioOnly { get; init; }

    /// <summary>Without audio.</summary>
    [Id(3)]
    public bool VideoOnly { get; init; }

    /// <summary>In which form.</summary>
    [Id(4)]
    public RecordingFormat Format { get; init; }

    /// <summary>LiveKit's number of a ready-made encoding.</summary>
    [Id(5)]
    public int Preset { get; init; }

    /// <summary>After how many seconds a recording is stopped; null for the operator's limit.</summary>
    [Id(6)]
    public int? MaxSeconds { get; init; }

    /// <summary>That everybody who is recorded has agreed.</summary>
    [Id(7)]
    public bool ConsentConfirmed { get; init; }
}
