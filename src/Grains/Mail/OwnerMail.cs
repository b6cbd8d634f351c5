using RelayKit.Accounts;
using RelayKit.Tenants;

namespace RelayKit.Mail;

/// <summary>
/// A message to whoever answers for a tenant. Who that is, is looked up when it is sent, so whoever writes it with its cause need not know; each of them gets a
/// mail of their own, once.
/// </summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Fact">What it tells of, e.g. <c>export/exp_…</c>: of one fact there is one message. Letters, digits and <c>_ - . /</c>, at most 150.</param>
/// <param name="Content">What it says.</param>
public sealed record OwnerMail(TenantId Tenant, string Fact, MailContent Content)
{
    /// <summary>Whether accounts with the role <c>billing</c> get it too, beside the owners.</summary>
    public bool ForBilling { get; init; }

    /// <summary>Whether an account gets it.</summary>
    public static bool IsFor(AccountRole role, bool forBilling) => role == AccountRole.Owner || (forBilling && role == AccountRole.Billing);

    /// <summary>Without the text, so that no log can hold it.</summary>
    public override string ToString() => $"OwnerMail {{ {Fact} }}";
}
