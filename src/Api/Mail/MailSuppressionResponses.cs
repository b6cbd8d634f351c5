using RelayKit.Identifiers;
using RelayKit.Mail;

namespace RelayKit.Api.Mail;

/// <summary>An address to which mail has stopped.</summary>
/// <param name="Id"><c>msp_…</c>.</param>
/// <param name="TenantId">The tenant of the account or the invitation that has the address.</param>
/// <param name="Email">The address.</param>
/// <param name="Reason"><c>bounced</c>, <c>complained</c> or <c>suppressed</c>.</param>
/// <param name="Since">Since when.</param>
internal sealed record MailSuppressionResponse(string Id, string TenantId, string Email, string Reason, DateTimeOffset Since)
{
    public static MailSuppressionResponse Of(MailSuppression suppression) => new(
        PublicId.Format(PublicId.MailSuppression, suppression.Id),
        suppression.Tenant.ToString(),
        suppression.Email.Text,
        suppression.Reason.Word(),
        suppression.Since);

    /// <summary>Without the address, so that no log can hold it.</summary>
    public override string ToString() => $"MailSuppressionResponse {{ {Id} }}";
}

/// <summary>Why mail to an account has stopped.</summary>
/// <param name="Reason"><c>bounced</c>: the address takes no mail. <c>complained</c>: a mail was called spam there. <c>suppressed</c>: the provider sends nothing there.</param>
/// <param name="Since">Since when.</param>
internal sealed record EmailSuppressionResponse(string Reason, DateTimeOffset Since)
{
    public static EmailSuppressionResponse? Of(MailSuppression? suppression) =>
        suppression is null ? null : new(suppression.Reason.Word(), suppression.Since);
}
