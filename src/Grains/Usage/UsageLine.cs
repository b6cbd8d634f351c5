namespace RelayKit.Usage;

/// <summary>
/// Connected time as a straight line: <c>used(t) = closed + active·t − Σ joined</c>. Three numbers that change only when
/// somebody joins or leaves give the exact usage at any instant since the last change, without anything ticking.
/// </summary>
/// <param name="ClosedMs">Milliseconds of the participants who have left.</param>
/// <param name="Active">How many are connected.</param>
/// <param name="SumJoinedMs">Sum of the Unix milliseconds at which those began to count.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.UsageLine")]
public readonly record struct UsageLine(
    [property: Id(0)] long ClosedMs,
    [property: Id(1)] long Active,
    [property: Id(2)] long SumJoinedMs)
{
    /// <summary>The line of a single participant, counting nothing before <paramref name="fromMs"/>.</summary>
    public static UsageLine Of(ConnectedInterval interval, long fromMs)
    {
        var joined = Math.Max(interval.JoinedAtMs, fromMs);
        return interval.EndMs is { } end
            ? new UsageLine(Math.Max(end, fromMs) - joined, 0, 0)
            : new UsageLine(0, 1, joined);
    }

    /// <summary>Milliseconds used at <paramref name="atMs"/>, an instant not before any change that the line holds.</summary>
    public long UsedAt(long atMs) => ClosedMs + (Active * atMs) - SumJoinedMs;

    /// <summary>Both together.</summary>
    public static UsageLine operator +(UsageLine left, UsageLine right) => new(
        left.ClosedMs + right.ClosedMs, left.Active + right.Active, left.SumJoinedMs + right.SumJoinedMs);

    /// <summary>The one without the other.</summary>
    public static UsageLine operator -(UsageLine left, UsageLine right) => left + -right;

    /// <summary>What takes the line back when it is added.</summary>
    public static UsageLine operator -(UsageLine line) => new(-line.ClosedMs, -line.Active, -line.SumJoinedMs);
}
