using Orleans.CodeGeneration;

namespace RelayKit.Tenants;

/// <summary>One tenant; the key is <see cref="TenantId.ToString"/>.</summary>
[Version(InterfaceVersions.Tenant)]
[Alias("RelayKit.ITenantGrain")]
public interface ITenantGrain : IGrainWithStringKey
{
    /// <summary>
    /// Makes the tenant, with the first of its API keys.
    /// </summary>
    /// <param name="name">The organisation's name.</param>
    /// <param name="liveKitCluster">The LiveKit cluster that its rooms live on; null for the first that is configured.</param>
    /// <param name="firstKey">The key to make with it.</param>
    /// <param name="cancellation">Gives up; the tenant may have been made all the same.</param>
    [Alias("Create")]
    Task<Result<CreatedTenant>> CreateAsync(string name, string? liveKitCluster, NewApiKey firstKey, CancellationToken cancellation);

    /// <summary>Makes another key.</summary>
    [Alias("CreateApiKey")]
    Task<Result<CreatedApiKey>> CreateApiKeyAsync(NewApiKey key, CancellationToken cancellation);

    /// <summary>The LiveKit cluster that the tenant's rooms live on.</summary>
    [Alias("GetLiveKitCluster")]
    Task<string> GetLiveKitClusterAsync();
}
