namespace RelayKit.Recordings;

/// <summary>What a look at LiveKit shows of one recording.</summary>
/// <param name="At">When it was looked.</param>
/// <param name="Seen">What LiveKit lists of it; null when it lists nothing.</param>
/// <param name="IsSourceGone">Whether the session that is recorded has ended, or its recorder is no longer in the room.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.RecordingLook")]
public sealed record RecordingLook(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] EgressFact? Seen,
    [property: Id(2)] bool IsSourceGone);
