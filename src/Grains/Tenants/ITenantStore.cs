namespace RelayKit.Tenants;

/// <summary>Where tenants are stored. <see cref="ApiKeys.IApiKeyStore"/> has their keys.</summary>
public interface ITenantStore
{
    /// <summary>Writes a tenant and its first key together; does nothing where both are there already.</summary>
    Task CreateAsync(Tenant tenant, ApiKey firstKey, byte[] firstKeyHash, CancellationToken cancellation);

    /// <summary>Writes a tenant; does nothing where it is there already.</summary>
    Task CreateAsync(Tenant tenant, CancellationToken cancellation);

    /// <summary>Reads a tenant; null when there is none.</summary>
    Task<Tenant?> FindAsync(TenantId tenant, CancellationToken cancellation);
}
