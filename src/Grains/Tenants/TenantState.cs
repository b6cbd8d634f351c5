namespace RelayKit.Tenants;

/// <summary>What only the tenant's own grain reads. Kept by Orleans' grain storage as JSON; members are added, never renamed.</summary>
[GenerateSerializer, Alias("RelayKit.TenantState")]
internal sealed class TenantState
{
    /// <summary>The LiveKit cluster chosen for the tenant; null for the first that is configured.</summary>
    [Id(0)]
    public string? LiveKitCluster { get; set; }
}
