using RelayKit.Api.Requests.Rules;

namespace RelayKit.Api.Tenants;

/// <summary>Asks for a tenant.</summary>
/// <param name="Name">The organisation's name, 1 to 200 characters.</param>
/// <param name="LivekitCluster">The LiveKit cluster that its rooms live on; left out, the first that is configured.</param>
internal sealed record CreateTenantRequest(
    [property: Needed("give 1 to 200 characters"), Title(200)] string? Name, [property: Title(100)] string? LivekitCluster);

/// <summary>Asks for an API key.</summary>
/// <param name="Name">What to call it, 1 to 100 characters.</param>
/// <param name="Mode"><c>live</c> (left out, this one) or <c>test</c>.</param>
/// <param name="ExpiresAt">When it stops working; left out, never.</param>
internal sealed record CreateApiKeyRequest(
    [property: Needed("give 1 to 100 characters"), Title(100)] string? Name,
    [property: OneOf("live", "test")] string? Mode,
    DateTimeOffset? ExpiresAt);

/// <summary>A tenant.</summary>
/// <param name="Id"><c>ten_…</c>.</param>
/// <param name="Name">The organisation's name.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ApiKey">Its first key.</param>
internal sealed record TenantResponse(string Id, string Name, DateTimeOffset CreatedAt, ApiKeyResponse ApiKey);

/// <summary>An API key, with its secret: the only answer that has it.</summary>
/// <param name="Id"><c>key_…</c>.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Mode"><c>live</c> or <c>test</c>.</param>
/// <param name="Key">The key itself.</param>
/// <param name="Prefix">What it can be recognised by later.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it stops working; null for never.</param>
internal sealed record ApiKeyResponse(
    string Id, string Name, string Mode, string Key, string Prefix, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);
