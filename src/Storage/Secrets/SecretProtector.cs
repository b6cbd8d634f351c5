using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using RelayKit.Secrets;
using RelayKit.Tenants;

namespace RelayKit.Storage.Secrets;

/// <summary>Seals by purpose and tenant: each pair has keys of its own, derived from the ring's.</summary>
internal sealed class SecretProtector(KeyRing ring) : ISecretProtector
{
    private const string Root = "relaykit.secrets.1";

    public byte[] Protect(SecretPurpose purpose, TenantId tenant, byte[] plain)
    {
        try
        {
            return Protector(purpose, tenant).Protect(plain);
        }
        catch (CryptographicException fault)
        {
            throw new SecretUnreadableException($"A secret for {purpose.Name} cannot be sealed: {Reason(fault)}", fault);
        }
    }

    public byte[] Unprotect(SecretPurpose purpose, TenantId tenant, byte[] secret)
    {
        if (SealedSecret.KeyOf(secret) is not { } key)
        {
            throw new SecretUnreadableException($"What is stored for {purpose.Name} is not a sealed secret.");
        }

        try
        {
            return Open(purpose, tenant, secret, key);
        }
        catch (CryptographicException fault)
        {
            throw new SecretUnreadableException($"A secret for {purpose.Name} under the key {key} cannot be opened: {Reason(fault)}", fault);
        }
    }

    private byte[] Open(SecretPurpose purpose, TenantId tenant, byte[] secret, Guid key)
    {
        try
        {
            return Protector(purpose, tenant).Unprotect(secret);
        }
        catch (CryptographicException) when (ring.Has(key))
        {
            // Another process may have made the key since this one read the ring. Where the key was known, it fails as before.
            ring.LookAgain();
            return Protector(purpose, tenant).Unprotect(secret);
        }
    }

    private IDataProtector Protector(SecretPurpose purpose, TenantId tenant) => ring.Protection.CreateProtector(Root, purpose.Name, tenant.Value.ToString("N"));

    /// <summary>The innermost reason: which wrapping key is missing, rather than that something went wrong.</summary>
    private static string Reason(Exception fault) => fault.GetBaseException().Message;
}
