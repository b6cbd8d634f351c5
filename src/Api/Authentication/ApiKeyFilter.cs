using RelayKit.Api.Accounts.Sessions;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Tenants;

namespace RelayKit.Api.Authentication;

/// <summary>
/// Lets a request in when it carries a good API key, as the tenant whose key it is. One without takes a point of its address, and when that
/// has none left, a key that nobody has heard of is not looked up any more. A key that is known to be good needs no point, so whoever
/// shares an address with somebody who guesses keys goes on. A request that its session has let in passes by.
/// </summary>
internal sealed class ApiKeyFilter(ApiKeyCache keys, AddressLimiter addresses) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Features.Get<CurrentAccount>() is not null)
        {
            return next(context);
        }

        if (BearerToken.Of(http) is not { } token)
        {
            return new(addresses.Charge(http) ?? Refuse(
                http, "Bearer", ProblemKinds.MissingApiKey, "Send the API key in the header Authorization: Bearer rk_live_…."));
        }

        return keys.Recall(token, out var key) switch
        {
            KeyStanding.Good => LetIn(context, next, key!),
            KeyStanding.Bad => new(addresses.Charge(http) ?? Invalid(http)),
            KeyStanding.Likely => LookUpAsync(context, next, token),
            _ => addresses.Charge(http) is { } refusal ? new(refusal) : LookUpChargedAsync(context, next, token),
        };
    }

    private static ValueTask<object?> LetIn(EndpointFilterInvocationContext context, EndpointFilterDelegate next, ApiKey key)
    {
        context.HttpContext.Features.Set(new CurrentTenant(key.Tenant, key.Mode));
        return next(context);
    }

    private async ValueTask<object?> LookUpAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, string token) =>
        await keys.FindAsync(token) is { } key
            ? await LetIn(context, next, key)
            : addresses.Charge(context.HttpContext) ?? Invalid(context.HttpContext);

    /// <summary>The point that was taken ahead is given back unless the key is bad.</summary>
    private async ValueTask<object?> LookUpChargedAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, string token)
    {
        var isBad = false;
        ApiKey? key;
        try
        {
            key = await keys.FindAsync(token);
            isBad = key is null;
        }
        finally
        {
            if (!isBad)
            {
                addresses.GiveBack(context.HttpContext);
            }
        }

        return key is null ? Invalid(context.HttpContext) : await LetIn(context, next, key);
    }

    private static ProblemResult Invalid(HttpContext http) => Refuse(
        http, "Bearer error=\"invalid_token\"", ProblemKinds.InvalidApiKey, "The API key is mistyped, unknown, revoked or expired.");

    private static ProblemResult Refuse(HttpContext http, string challenge, ProblemKind kind, string detail)
    {
        http.Response.Headers.WWWAuthenticate = challenge;
        return new ProblemResult(kind, detail);
    }
}
