namespace RelayKit.Mail;

/// <summary>What came of handing a mail to its transport.</summary>
/// <param name="Result">What.</param>
/// <param name="Reason">Why, in words for the operator; neither the address nor the text is in it. Null where it was taken.</param>
public sealed record MailOutcome(MailResult Result, string? Reason = null)
{
    /// <summary>It was taken.</summary>
    public static readonly MailOutcome Taken = new(MailResult.Taken);

    /// <summary>Not before this instant is it to be tried again; null where the usual back-off will do.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>It was not taken, and may be later.</summary>
    public static MailOutcome NotYet(string reason, DateTimeOffset? notBefore = null) => new(MailResult.NotYet, reason) { NotBefore = notBefore };

    /// <summary>Nobody knows whether it was taken.</summary>
    public static MailOutcome Unknown(string reason) => new(MailResult.Unknown, reason);

    /// <summary>It was not taken, and never will be as it is.</summary>
    public static MailOutcome Refused(string reason) => new(MailResult.Refused, reason);
}

/// <summary>What came of handing a mail over.</summary>
public enum MailResult
{
    /// <summary>It was taken, now or when it was sent before.</summary>
    Taken = 0,

    /// <summary>It was not taken, and may be later: the other end was not reached, is busy, or a quota is used up.</summary>
    NotYet = 1,

    /// <summary>Nobody knows: the connection was lost while it was under way.</summary>
    Unknown = 2,

    /// <summary>It was not taken and never will be as it is.</summary>
    Refused = 3,
}
