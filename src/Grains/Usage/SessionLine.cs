using System.Collections.Immutable;

namespace RelayKit.Usage;

/// <summary>
/// All that the tenant's meter needs of one session: the whole line, never a change to it, so that losing, repeating or
/// reordering these messages cannot corrupt a total. Sent only when what it says is durable.
/// </summary>
[GenerateSerializer, Immutable, Alias("RelayKit.SessionLine")]
public sealed partial record SessionLine
{
    /// <summary>The most different labels of which a session tells lines.</summary>
    public const int MaxLabels = 64;

    /// <summary>Which session.</summary>
    [Id(0)]
    public required Guid SessionId { get; init; }

    /// <summary>Of two lines of one session, the newer is the truth.</summary>
    [Id(1)]
    public required KnowledgeVersion Version { get; init; }

    /// <summary>Start of the period in which the line counts, Unix milliseconds; nothing before it is in the line.</summary>
    [Id(2)]
    public required long PeriodStartMs { get; init; }

    /// <summary>The latest instant that the line rests on, Unix milliseconds; before it the line is not defined.</summary>
    [Id(3)]
    public required long MarkMs { get; init; }

    /// <summary>Whether the session has ended; its line will hardly change any more.</summary>
    [Id(4)]
    public required bool Ended { get; init; }

    /// <summary>A line for each class that has taken part.</summary>
    [Id(5)]
    public required ImmutableArray<ClassLine> Classes { get; init; }

    /// <summary>
    /// What of <see cref="Classes"/> rests on looks at LiveKit; empty from a release that did not tell evidence apart. Number 6 is taken
    /// by the build that plays the next release in tests, and by what it wrote.
    /// </summary>
    [Id(7)]
    public ImmutableArray<ClassLine> Reconciled { get; init; } = [];

    /// <summary>What of <see cref="Classes"/> rests on neither LiveKit's word nor a look; empty as above.</summary>
    [Id(8)]
    public ImmutableArray<ClassLine> Presumed { get; init; } = [];

    /// <summary>A line for each label and class that has taken part; empty where there are no labels, and from a release that did not count them.</summary>
    [Id(9)]
    public ImmutableArray<LabelLine> Labels { get; init; } = [];

    /// <summary>
    /// Whether there are more than <see cref="MaxLabels"/> labels, and so no lines of any: who needs one has to read the ledger. A label of
    /// which each participant has another value would otherwise make each message as long as the room is full.
    /// </summary>
    [Id(10)]
    public bool LabelsLeftOut { get; init; }
}
