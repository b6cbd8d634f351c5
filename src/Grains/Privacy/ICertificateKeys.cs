namespace RelayKit.Privacy;

/// <summary>Signs certificates, and says by which public keys they are checked.</summary>
public interface ICertificateKeys
{
    /// <summary>The payload as a JWS in its compact form (RFC 7515), signed by ES256 (RFC 7518).</summary>
    Task<string> SignAsync(string payload, CancellationToken cancellation);

    /// <summary>Every public key that a certificate was ever signed by, as a JSON Web Key Set (RFC 7517).</summary>
    Task<string> PublicKeysAsync(CancellationToken cancellation);
}
