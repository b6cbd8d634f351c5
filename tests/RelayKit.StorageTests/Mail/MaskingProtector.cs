using RelayKit.Secrets;
using RelayKit.Tenants;

namespace RelayKit.StorageTests.Mail;

/// <summary>Seals so that no text shows, and no better.</summary>
internal sealed class MaskingProtector : ISecretProtector
{
    public static readonly MaskingProtector Instance = new();

    public byte[] Protect(SecretPurpose purpose, TenantId tenant, byte[] plain) => Array.ConvertAll(plain, static b => (byte)(b ^ 0xa5));

    public byte[] Unprotect(SecretPurpose purpose, TenantId tenant, byte[] secret) => Protect(purpose, tenant, secret);
}
