namespace RelayKit.Usage;

/// <summary>
/// How much is known of a session: facts are only added (a join, a leave) or moved to an earlier instant, so of two
/// versions of one session the one with more facts, or with as many at earlier instants, is the newer. It follows from the
/// session's rows alone, so that a silo that took a room over, or PostgreSQL, arrives at the same version without a counter.
/// </summary>
/// <param name="Facts">Joins plus leaves known.</param>
/// <param name="SumMs">Sum of their instants in Unix milliseconds.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.KnowledgeVersion")]
public readonly record struct KnowledgeVersion([property: Id(0)] long Facts, [property: Id(1)] long SumMs)
{
    /// <summary>What one participant adds.</summary>
    public static KnowledgeVersion Of(ConnectedInterval interval) => interval.EndMs is { } end
        ? new KnowledgeVersion(2, interval.JoinedAtMs + end)
        : new KnowledgeVersion(1, interval.JoinedAtMs);

    /// <summary>Whether this holds something that <paramref name="other"/> does not.</summary>
    public bool IsNewerThan(KnowledgeVersion other) =>
        Facts > other.Facts || (Facts == other.Facts && SumMs < other.SumMs);

    /// <summary>Both together.</summary>
    public static KnowledgeVersion operator +(KnowledgeVersion left, KnowledgeVersion right) =>
        new(left.Facts + right.Facts, left.SumMs + right.SumMs);

    /// <summary>The one without the other.</summary>
    public static KnowledgeVersion operator -(KnowledgeVersion left, KnowledgeVersion right) =>
        new(left.Facts - right.Facts, left.SumMs - right.SumMs);
}
