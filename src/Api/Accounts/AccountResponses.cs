using RelayKit.Accounts;
using RelayKit.Api.Mail;
using RelayKit.Identifiers;
using RelayKit.Mail;
using RelayKit.Tenants;

namespace RelayKit.Api.Accounts;

/// <summary>An account.</summary>
/// <param name="Id"><c>acc_…</c>.</param>
/// <param name="Email">Its e-mail address.</param>
/// <param name="EmailVerified">Whether mail to it is known to reach its owner.</param>
/// <param name="Name">What the person is called; may be empty.</param>
/// <param name="Role"><c>owner</c>, <c>developer</c>, <c>billing</c> or <c>read_only</c>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="EmailSuppression">Why no mail is sent to it; null where mail is sent.</param>
internal sealed record AccountResponse(
    string Id, string Email, bool EmailVerified, string Name, string Role, DateTimeOffset CreatedAt, EmailSuppressionResponse? EmailSuppression)
{
    public static AccountResponse Of(Account account, MailSuppression? suppression) => new(
        account.Id.ToString(),
        account.Email.Text,
        account.EmailVerifiedAt is not null,
        account.Name,
        account.Role.Word(),
        account.CreatedAt,
        EmailSuppressionResponse.Of(suppression));

    /// <summary>Without name and address, so that no log can hold them.</summary>
    public override string ToString() => $"AccountResponse {{ {Id} }}";
}

/// <summary>The tenant of an account.</summary>
/// <param name="Id"><c>ten_…</c>.</param>
/// <param name="Name">The organisation's name.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record AccountTenantResponse(string Id, string Name, DateTimeOffset CreatedAt)
{
    public static AccountTenantResponse Of(Tenant tenant) => new(tenant.Id.ToString(), tenant.Name, tenant.CreatedAt);
}

/// <summary>Who is signed in.</summary>
/// <param name="Account">The account.</param>
/// <param name="Tenant">Its tenant.</param>
internal sealed record SignedInResponse(AccountResponse Account, AccountTenantResponse Tenant);

/// <summary>A browser that is signed in.</summary>
/// <param name="Id"><c>asn_…</c>.</param>
/// <param name="Current">Whether it is the one that asks.</param>
/// <param name="CreatedAt">When it signed in.</param>
/// <param name="LastSeenAt">When it was last used, to the minute.</param>
/// <param name="Ip">From which address then; null where that is not known.</param>
/// <param name="UserAgent">By which user agent then; null for none.</param>
internal sealed record AccountSessionResponse(
    string Id, bool Current, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, string? Ip, string? UserAgent)
{
    public static AccountSessionResponse Of(AccountSession session, Guid? current) => new(
        PublicId.Format(PublicId.AccountSession, session.Id),
        session.Id == current,
        session.CreatedAt,
        session.LastSeenAt,
        session.Address,
        session.UserAgent);
}

/// <summary>An open invitation.</summary>
/// <param name="Id"><c>inv_…</c>.</param>
/// <param name="Email">Who is invited.</param>
/// <param name="Role">What the account may do then.</param>
/// <param name="InvitedBy">The account that invited: <c>acc_…</c>.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="ExpiresAt">From when on it is good for nothing.</param>
internal sealed record InvitationResponse(
    string Id, string Email, string Role, string InvitedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    public static InvitationResponse Of(Invitation invitation) => new(
        PublicId.Format(PublicId.Invitation, invitation.Id),
        invitation.Email.Text,
        invitation.Role.Word(),
        invitation.InvitedBy.ToString(),
        invitation.CreatedAt,
        invitation.ExpiresAt);
}
