using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.ApiKeys;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;

namespace RelayKit.Api.Authentication;

/// <summary>
/// Lets a request in when it carries a good API key that has the scope which the route needs, as the tenant whose key it is. One without takes
/// a point of its address, and when that has none left, a key that nobody has heard of is not looked up any more. A key that is known to be
/// good needs no point, so whoever shares an address with somebody who guesses keys goes on. A refusal of a good key takes one too.
/// </summary>
internal sealed class ApiKeyFilter(ApiKeyCache keys, AddressLimiter addresses, ApiKeyUses uses)
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, Scope needed, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (BearerToken.Of(http) is not { } token)
        {
            return new(addresses.Charge(http) ?? Refuse(
                http, "Bearer", ProblemKinds.MissingApiKey, "Send the API key in the header Authorization: Bearer rk_live_…."));
        }

        return keys.Recall(token, out var key) switch
        {
            KeyStanding.Good => LetIn(context, needed, next, key!),
            KeyStanding.Bad => new(addresses.Charge(http) ?? Invalid(http)),
            KeyStanding.Likely => LookUpAsync(context, needed, next, token),
            _ => addresses.Charge(http) is { } refusal ? new(refusal) : LookUpChargedAsync(context, needed, next, token),
        };
    }

    private ValueTask<object?> LetIn(EndpointFilterInvocationContext context, Scope needed, EndpointFilterDelegate next, KnownKey key)
    {
        var http = context.HttpContext;
        if (!key.MayComeFrom(http.Connection.RemoteIpAddress))
        {
            return new(addresses.Charge(http) ?? AddressRefusal.Of(http, key.Record));
        }

        if (!key.Current.Scopes.Contains(needed))
        {
            return new(addresses.Charge(http) ?? ScopeRefusal.Of(http, key.Current, needed));
        }

        uses.Note(key, http);
        http.Features.Set(key.Current);
        return next(context);
    }

    private async ValueTask<object?> LookUpAsync(EndpointFilterInvocationContext context, Scope needed, EndpointFilterDelegate next, string token) =>
        await keys.FindAsync(token) is { } key
            ? await LetIn(context, needed, next, key)
            : addresses.Charge(context.HttpContext) ?? Invalid(context.HttpContext);

    /// <summary>The point that was taken ahead is given back unless the key is bad.</summary>
    private async ValueTask<object?> LookUpChargedAsync(
        EndpointFilterInvocationContext context, Scope needed, EndpointFilterDelegate next, string token)
    {
        var isBad = false;
        KnownKey? key;
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

        return key is null ? Invalid(context.HttpContext) : await LetIn(context, needed, next, key);
    }

    private static ProblemResult Invalid(HttpContext http) => Refuse(
        http, "Bearer error=\"invalid_token\"", ProblemKinds.InvalidApiKey, "The API key is mistyped, unknown, revoked or expired.");

    private static ProblemResult Refuse(HttpContext http, string challenge, ProblemKind kind, string detail)
    {
        http.Response.Headers.WWWAuthenticate = challenge;
        return new ProblemResult(kind, detail);
    }
}
