using RelayKit.Access;
using RelayKit.Tenants;

namespace RelayKit.Api.Authentication;

/// <summary>Whose request this is, and what it may do. It comes from the API key, or from the session of an account, and from nothing else in the request.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Mode">Live or test, as the key is.</param>
/// <param name="Caller">Who acts for the tenant.</param>
/// <param name="Scopes">What the caller may do.</param>
internal sealed record CurrentTenant(TenantId Tenant, Mode Mode, Caller Caller, ScopeSet Scopes)
{
    /// <summary>The key that the request came with; null for an account's.</summary>
    public ApiKey? Key { get; init; }

    /// <summary>The tenant of a request that has passed <see cref="ApiKeyFilter"/>.</summary>
    public static CurrentTenant Of(HttpContext context) =>
        context.Features.Get<CurrentTenant>() ?? throw new InvalidOperationException("The route is outside the group that asks for an API key.");
}
