namespace RelayKit.Tenants;

/// <summary>Where tenants and what is kept of their keys are stored.</summary>
public interface ITenantStore
{
    /// <summary>Writes a tenant and its first key together; does nothing where both are there already.</summary>
    Task CreateAsync(Tenant tenant, ApiKey firstKey, byte[] firstKeyHash, CancellationToken cancellation);

    /// <summary>Writes a tenant; does nothing where it is there already.</summary>
    Task CreateAsync(Tenant tenant, CancellationToken cancellation);

    /// <summary>Writes another key; does nothing where it is there already. False when there is no such tenant.</summary>
    Task<bool> AddApiKeyAsync(ApiKey key, byte[] hash, CancellationToken cancellation);

    /// <summary>Reads a tenant; null when there is none.</summary>
    Task<Tenant?> FindAsync(TenantId tenant, CancellationToken cancellation);

    /// <summary>Finds a key by its hash; null when there is none, or it has been revoked.</summary>
    Task<ApiKey?> FindApiKeyAsync(byte[] hash, CancellationToken cancellation);
}
