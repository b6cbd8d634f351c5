using RelayKit.Accounts;
using RelayKit.Tenants;

namespace RelayKit.Mail;

/// <summary>Mail to an address has stopped, since it does not arrive there or is not wanted.</summary>
public sealed record MailSuppression
{
    /// <summary>Its id, <c>msp_…</c> outside.</summary>
    public required Guid Id { get; init; }

    /// <summary>The tenant whose mail it was.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>The address.</summary>
    public required EmailAddress Email { get; init; }

    /// <summary>Why.</summary>
    public required MailSuppressionReason Reason { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Without the address, so that no log can hold it.</summary>
    public override string ToString() => $"MailSuppression {{ {Id}, {Reason} }}";
}

/// <summary>Why mail to an address has stopped.</summary>
public enum MailSuppressionReason
{
    /// <summary>The address takes no mail, for good.</summary>
    Bounced = 0,

    /// <summary>Whoever reads it has called a mail spam.</summary>
    Complained = 1,

    /// <summary>The provider sends nothing there, for reasons of its own.</summary>
    Suppressed = 2,
}
