namespace RelayKit.Usage;

/// <summary>
/// How much is known of a session: facts are only added (a join, a leave) or moved to an earlier instant, so of two
/// versions of one session the one with more facts, or with as many at earlier instants, is the newer, and of two that are alike in
/// that the one of whose facts LiveKit itself has told more. It follows from the session's rows alone, so that a silo that took a room over, or PostgreSQL, arrives at the same version without a counter.
/// </summary>
/// <param name="Facts">Joins plus leaves known.</param>
/// <param name="SumMs">Sum of their instants in Unix milliseconds.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.KnowledgeVersion")]
public readonly record struct KnowledgeVersion([property: Id(0)] long Facts, [property: Id(1)] long SumMs)
{
    /// <summary>How many of the facts LiveKit has told of; 0 from a release that did not count them.</summary>
    [Id(2)]
    public long Told { get; init; }

    /// <summary>What one participant adds.</summary>
    /// <param name="interval">When it was connected.</param>
    /// <param name="told">How many of its join and its leave LiveKit has told of.</param>
    public static KnowledgeVersion Of(ConnectedInterval interval, int told) => interval.EndMs is { } end
        ? new KnowledgeVersion(2, interval.JoinedAtMs + end) { Told = told }
        : new KnowledgeVersion(1, interval.JoinedAtMs) { Told = told };

    /// <summary>Whether this holds something that <paramref name="other"/> does not.</summary>
    public bool IsNewerThan(KnowledgeVersion other) =>
        Facts != other.Facts ? Facts > other.Facts
        : SumMs != other.SumMs ? SumMs < other.SumMs
        : Told > other.Told;

    /// <summary>Whether both know the same facts, whoever told of them.</summary>
    public bool HasTheFactsOf(KnowledgeVersion other) => Facts == other.Facts && SumMs == other.SumMs;

    /// <summary>Both together.</summary>
    public static KnowledgeVersion operator +(KnowledgeVersion left, KnowledgeVersion right) =>
        new(left.Facts + right.Facts, left.SumMs + right.SumMs) { Told = left.Told + right.Told };

    /// <summary>The one without the other.</summary>
    public static KnowledgeVersion operator -(KnowledgeVersion left, KnowledgeVersion right) =>
        new(left.Facts - right.Facts, left.SumMs - right.SumMs) { Told = left.Told - right.Told };
}
