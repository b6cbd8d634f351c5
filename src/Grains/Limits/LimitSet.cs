namespace RelayKit.Limits;

/// <summary>Limits that one side has set; null where it has set none.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.LimitSet")]
public sealed record LimitSet
{
    /// <summary>No limits.</summary>
    public static readonly LimitSet None = new();

    /// <summary>Participants that are connected at once in one mode, agents and recorders not counted.</summary>
    [Id(0)]
    public int? Participants { get; init; }

    /// <summary>Rooms that are live at once in one mode.</summary>
    [Id(1)]
    public int? LiveRooms { get; init; }

    /// <summary>Participants in any one room at once.</summary>
    [Id(2)]
    public int? ParticipantsPerRoom { get; init; }

    /// <summary>Recordings that go on at once in one mode.</summary>
    [Id(3)]
    public int? Recordings { get; init; }

    /// <summary>Streams that go out at once in one mode.</summary>
    [Id(4)]
    public int? Streams { get; init; }

    /// <summary>Minutes of recordings in a billing period.</summary>
    [Id(5)]
    public int? RecordingMinutes { get; init; }

    /// <summary>Bytes of the recordings that end in a billing period.</summary>
    [Id(6)]
    public long? RecordingBytes { get; init; }

    /// <summary>Ingresses that there are at once in one mode, but for those that have pulled their address; null for the operator's default.</summary>
    [Id(7)]
    public int? Ingresses { get; init; }
}

/// <summary>What whatever carries a label may use.</summary>
/// <param name="Label">The label.</param>
/// <param name="Participants">Participants with it that are connected at once; null for no limit.</param>
/// <param name="Budget">Participant-minutes in a billing period; null for no limit.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.LabelLimit")]
public sealed record LabelLimit(
    [property: Id(0)] Labels.Label Label,
    [property: Id(1)] int? Participants,
    [property: Id(2)] Budget? Budget);

/// <summary>How fast requests may come; null where the operator's default stands.</summary>
/// <param name="ApiPointsPerSecond">Cost points a second: a read is 1, a write 3, an expensive start 10.</param>
/// <param name="ApiBurst">Cost points at once.</param>
/// <param name="MintsPerSecond">Join tokens a second.</param>
/// <param name="MintBurst">Join tokens at once.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.RateLimitSet")]
public sealed record RateLimitSet(
    [property: Id(0)] int? ApiPointsPerSecond,
    [property: Id(1)] int? ApiBurst,
    [property: Id(2)] int? MintsPerSecond,
    [property: Id(3)] int? MintBurst);
