using RelayKit.Tenants;

namespace RelayKit.Mail.Templates;

/// <summary>Mails about a tenant's data.</summary>
public static class PrivacyMailTemplates
{
    /// <summary>To the owners: an archive of all that is kept of the tenant can be fetched.</summary>
    /// <param name="export">The export's id: <c>exp_…</c>.</param>
    /// <param name="expiresAt">Until when.</param>
    public static MailContent ExportReady(string export, DateTimeOffset expiresAt) => new MailDraft("export-ready", "Your export is ready")
        .Say("The archive of all that RelayKit keeps of your tenant can be downloaded. If nobody of you has asked for it, look who is signed in and which keys there are.")
        .Facts(("Export", export), ("Until", expiresAt.Text()))
        .Say($"Fetch it with GET /v1/privacy/exports/{export}/download, signed in or by a key that may.")
        .Build(expiresAt);

    /// <summary>To the owners: the tenant is to be deleted, and that can be undone until then.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="eraseAt">From when on it cannot.</param>
    public static MailContent DeletionScheduled(TenantId tenant, DateTimeOffset eraseAt) => new MailDraft("deletion-scheduled", "Your tenant is to be deleted")
        .Say("The deletion of your tenant was asked for. Its rooms are closed now, and everything that is kept of it is erased when the grace is over.")
        .Facts(("Tenant", tenant.ToString()), ("Erased from", eraseAt.Text()))
        .Say("Until then it can be undone: sign in and cancel the deletion.")
        .Build();

    /// <summary>To those who were the owners: everything was erased. The last mail that they get.</summary>
    /// <param name="tenant">The tenant that was.</param>
    /// <param name="certificate">What was erased, signed.</param>
    public static MailContent Erased(TenantId tenant, string certificate) => new MailDraft("erasure", "Your data was erased")
        .Say($"The tenant {tenant} was deleted as you asked, and everything that was kept of it was erased, this address included.")
        .Say("The certificate says which stores, and how many rows of each. It is a JWS, signed by ES256; /.well-known/relaykit-certificates.json has the keys.")
        .Code("Certificate", certificate)
        .Build();
}
