using RelayKit.Tenants;

namespace RelayKit.Secrets;

/// <summary>
/// Seals what tenants entrust to RelayKit and what RelayKit has to read again: credentials of their storage, secrets that sign. What is only compared,
/// as a key or a password is, is hashed and not sealed. Whoever has the database alone opens nothing.
/// </summary>
public interface ISecretProtector
{
    /// <summary>Seals a secret for one purpose of one tenant.</summary>
    /// <param name="purpose">What it is for; it opens for nothing else.</param>
    /// <param name="tenant">Whose it is; it opens for nobody else.</param>
    /// <param name="plain">The secret.</param>
    /// <returns>The sealed secret, some 100 bytes longer.</returns>
    /// <exception cref="SecretUnreadableException">No key can be used: the wrapping key is lost.</exception>
    byte[] Protect(SecretPurpose purpose, TenantId tenant, byte[] plain);

    /// <summary>Opens what <see cref="Protect"/> has sealed, on whatever process and under whichever of the ring's keys.</summary>
    /// <exception cref="SecretUnreadableException">It was changed, sealed for another purpose or tenant, or its key is lost.</exception>
    byte[] Unprotect(SecretPurpose purpose, TenantId tenant, byte[] secret);
}
