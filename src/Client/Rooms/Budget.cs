namespace RelayKit.Client;

/// <summary>So many participant-minutes, and what happens when they are used up.</summary>
public sealed record Budget
{
    /// <summary>Participant-minutes of the kinds that are billed, 1 to 1,000,000,000.</summary>
    public required long Minutes { get; init; }

    /// <summary><c>alert</c> (left out, this one): an event tells; <c>no_new_joins</c>: no join token is minted any more; <c>end</c>: and after the notice what goes on is ended.</summary>
    public BudgetAction? Action { get; init; }

    /// <summary>With <c>end</c>: how long after the event it is before that happens, 0 to 86,400; left out, 60.</summary>
    public int? NoticeSeconds { get; init; }
}
