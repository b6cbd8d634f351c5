using RelayKit.Tenants;

namespace RelayKit.ApiKeys;

/// <summary>Tells whoever owns a tenant that one of its keys has leaked and was revoked. The tenant's event log tells of it in any case.</summary>
public interface ILeakNotices
{
    /// <summary>Tells them. The key is revoked already, and nobody waits for this; what fails is logged.</summary>
    /// <param name="key">The key.</param>
    /// <param name="foundAt">Where it was seen, as whoever reported it says; null where nobody said. Not to be trusted.</param>
    /// <param name="cancellation">Gives up.</param>
    Task TellAsync(ApiKey key, string? foundAt, CancellationToken cancellation);
}
