using RelayKit.Api.Problems;
using RelayKit.Identifiers;
using RelayKit.Tenants;

namespace RelayKit.Api.ApiKeys;

/// <summary>What somebody hears who uses a key from where it may not be used. Which addresses it may be used from is nobody's business but its owner's.</summary>
internal static class AddressRefusal
{
    public static ProblemResult Of(HttpContext context, ApiKey key)
    {
        var seen = ClientAddress.Of(context) is { } address ? $"came from {address}" : "came from an address that is not known";
        return new ProblemResult(
            ProblemKinds.IpNotAllowed,
            $"The request {seen}, and the key {PublicId.Format(PublicId.ApiKey, key.Id)} may not be used from there. Whoever manages the key can add the address to its "
            + "allowed_ips; behind a proxy that RelayKit does not trust, the proxy's address is the one that counts.");
    }
}
