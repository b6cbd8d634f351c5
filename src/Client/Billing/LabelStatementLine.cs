namespace RelayKit.Client;

/// <summary>One kind of participant in a statement.</summary>
public sealed record LabelStatementLine
{
    /// <summary>Which kind, such as <c>standard</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Whether it is among those that are billed.</summary>
    public bool Billed { get; init; }

    /// <summary>Milliseconds.</summary>
    public long ParticipantMs { get; init; }
}
