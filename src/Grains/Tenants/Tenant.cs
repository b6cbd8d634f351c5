namespace RelayKit.Tenants;

/// <summary>A tenant as others see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The organisation's name.</param>
/// <param name="CreatedAt">When it was made.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.Tenant")]
public sealed record Tenant(
    [property: Id(0)] TenantId Id,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset CreatedAt);

/// <summary>A tenant that was made just now, with the first of its keys.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="FirstKey">Its key; the secret is in no other answer.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.CreatedTenant")]
public sealed record CreatedTenant([property: Id(0)] Tenant Tenant, [property: Id(1)] CreatedApiKey FirstKey);
