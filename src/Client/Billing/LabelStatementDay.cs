namespace RelayKit.Client;

/// <summary>One day in a statement.</summary>
public sealed record LabelStatementDay
{
    /// <summary>Which (UTC): <c>2026-11-05</c>.</summary>
    public string Day { get; init; } = "";

    /// <summary>Milliseconds of the kinds that are billed.</summary>
    public long ParticipantMs { get; init; }
}
