namespace RelayKit.Usage;

/// <summary>
/// The time that one participant was connected, in Unix milliseconds of LiveKit's clock, as far as it is known.
/// </summary>
/// <param name="JoinedAtMs">LiveKit's <c>joined_at_ms</c>.</param>
/// <param name="LeftAtMs">
/// The earliest known end, or null while connected. LiveKit gives ends in whole seconds, rounded down, so it may lie up to a
/// second before <paramref name="JoinedAtMs"/>; the interval is then empty, never negative.
/// </param>
[GenerateSerializer, Immutable, Alias("RelayKit.ConnectedInterval")]
public readonly record struct ConnectedInterval([property: Id(0)] long JoinedAtMs, [property: Id(1)] long? LeftAtMs)
{
    /// <summary>When it ended, not before it began; null while connected.</summary>
    public long? EndMs => LeftAtMs is { } left ? Math.Max(left, JoinedAtMs) : null;

    /// <summary>Its length in milliseconds, or null while connected.</summary>
    public long? DurationMs => EndMs - JoinedAtMs;

    /// <summary>
    /// What is known after both: the earliest join and the earliest end. The order in which knowledge arrives, and how often,
    /// makes no difference to where it leads; that is why a late or repeated webhook cannot change a bill.
    /// </summary>
    public ConnectedInterval Merge(ConnectedInterval other) => new(
        Math.Min(JoinedAtMs, other.JoinedAtMs),
        LeftAtMs is { } left && other.LeftAtMs is { } otherLeft ? Math.Min(left, otherLeft) : LeftAtMs ?? other.LeftAtMs);
}
