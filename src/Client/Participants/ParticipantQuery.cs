namespace RelayKit.Client;

/// <summary>Which participants to list.</summary>
public sealed record ParticipantQuery
{
    /// <summary>Who is there (left out, those) or who was.</summary>
    public ParticipantStatus? Status { get; init; }

    /// <summary>How many are read at once, 1 to 100; left out, what the server takes.</summary>
    public int? PageSize { get; init; }
}
