namespace RelayKit.Storage.Privacy;

/// <summary>Privacy. Section <c>RelayKit:Privacy</c>.</summary>
public sealed class PrivacyOptions
{
    /// <summary>The section.</summary>
    public const string Section = "RelayKit:Privacy";

    /// <summary>
    /// The private key that certificates are signed by: a P-256 key as PEM, PKCS #8 or SEC 1. Left out, RelayKit makes one and keeps it in its
    /// database. Public keys of before stay published.
    /// </summary>
    public string? CertificateKey { get; set; }
}
