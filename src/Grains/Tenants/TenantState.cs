namespace RelayKit.Tenants;

/// <summary>What only the tenant's own grain reads. Kept by Orleans' grain storage as JSON; members are added, never renamed.</summary>
[GenerateSerializer, Alias("RelayKit.TenantState")]
internal sealed class TenantState
{
    /// <summary>The LiveKit cluster chosen for the tenant; null for the first that is configured.</summary>
    [Id(0)]
    public string? LiveKitCluster { get; set; }

    /// <summary>Counts the changes of <see cref="Settings"/>.</summary>
    [Id(1)]
    public long Version { get; set; }

    /// <summary>What the tenant decided; null as long as it is all as at the start.</summary>
    [Id(2)]
    public TenantSettings? Settings { get; set; }

    /// <summary>What the operator decided for this tenant; null for nothing.</summary>
    [Id(3)]
    public OperatorSettings? Operator { get; set; }

    /// <summary>Null when the tenant is not suspended.</summary>
    [Id(4)]
    public Suspension? Suspension { get; set; }

    /// <summary>Null when the tenant was never slowed, or is so no more.</summary>
    [Id(5)]
    public Slowdown? Slowdown { get; set; }

    /// <summary>What billing asks for; null when it never has.</summary>
    [Id(6)]
    public BillingTerms? Billing { get; set; }
}
