using RelayKit.Api.ApiKeys;
using RelayKit.Api.Requests.Rules;

namespace RelayKit.Api.Tenants;

/// <summary>Asks for a tenant.</summary>
/// <param name="Name">The organisation's name, 1 to 200 characters.</param>
/// <param name="LivekitCluster">The LiveKit cluster that its rooms live on; left out, the first that is configured.</param>
internal sealed record CreateTenantRequest(
    [property: Needed("give 1 to 200 characters"), Title(200)] string? Name, [property: Title(100)] string? LivekitCluster);

/// <summary>A tenant.</summary>
/// <param name="Id"><c>ten_…</c>.</param>
/// <param name="Name">The organisation's name.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ApiKey">Its first key.</param>
internal sealed record TenantResponse(string Id, string Name, DateTimeOffset CreatedAt, CreatedApiKeyResponse ApiKey);
