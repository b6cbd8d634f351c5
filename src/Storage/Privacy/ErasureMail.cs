using System.Globalization;
using RelayKit.Identifiers;
using RelayKit.Mail;
using RelayKit.Privacy;

namespace RelayKit.Storage.Privacy;

/// <summary>The last mail that an owner of a tenant gets.</summary>
internal static class ErasureMail
{
    /// <param name="address">The owner's address.</param>
    /// <param name="number">Which of the owners, so that each gets a mail of its own and none gets it twice.</param>
    /// <param name="deletion">The deletion that was carried out.</param>
    /// <param name="certificate">What was erased, signed.</param>
    public static MailMessage To(string address, int number, TenantDeletion deletion, string certificate) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"erasure/{PublicId.Format(PublicId.Deletion, deletion.Id)}/{number}"),
        Kind = "erasure",
        To = address,
        Subject = "Your data was erased",
        Text =
            $"""
            The tenant {deletion.Tenant} was deleted as you asked, and everything that was kept of it was erased, this address included.

            The certificate says which stores, and how many rows of each. It is a JWS, signed by ES256; /.well-known/relaykit-certificates.json has the keys.

            {certificate}

            """.ReplaceLineEndings("\n"),
    };
}
