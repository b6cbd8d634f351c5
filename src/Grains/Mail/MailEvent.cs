using RelayKit.Accounts;

namespace RelayKit.Mail;

/// <summary>What a provider tells of a mail that it took: that it arrived, or did not.</summary>
/// <param name="Id">The provider's id of the event, by which one that comes again is known.</param>
/// <param name="Type">What happened, as the provider names it, e.g. <c>email.delivered</c>.</param>
/// <param name="At">When.</param>
public sealed record MailEvent(string Id, string Type, DateTimeOffset At)
{
    /// <summary>The addresses to which mail stops by it; empty where it stops to none.</summary>
    public IReadOnlyList<EmailAddress> Stopped { get; init; } = [];

    /// <summary>Why it stops.</summary>
    public MailSuppressionReason Reason { get; init; }

    /// <summary>Without the addresses, so that no log can hold them.</summary>
    public override string ToString() => $"MailEvent {{ {Type} {Id} }}";
}
