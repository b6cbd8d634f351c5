using RelayKit.Identifiers;
using RelayKit.Tenants;

namespace RelayKit.RateLimiting;

/// <summary>The keys of <see cref="IRateLimitGrain"/>.</summary>
public static class RateLimitKeys
{
    /// <summary>A tenant's cost points.</summary>
    public static string Api(TenantId tenant) => $"{tenant}/api";

    /// <summary>A tenant's token mints.</summary>
    public static string Mint(TenantId tenant) => $"{tenant}/mint";

    /// <summary>The cost points of one API key with a limit of its own.</summary>
    /// <param name="key">The key's record.</param>
    public static string ApiKey(Guid key) => PublicId.Format(PublicId.ApiKey, key);
}
