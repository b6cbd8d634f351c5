using RelayKit.Secrets;
using RelayKit.Tenants;

namespace RelayKit.StorageTests.Privacy;

/// <summary>Seals nothing: what is tested here is what is signed.</summary>
internal sealed class PlainProtector : ISecretProtector
{
    public static readonly PlainProtector Instance = new();

    public byte[] Protect(SecretPurpose purpose, TenantId tenant, byte[] plain) => plain;

    public byte[] Unprotect(SecretPurpose purpose, TenantId tenant, byte[] secret) => secret;
}
