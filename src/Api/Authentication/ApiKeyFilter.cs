using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.Accounts.Sessions;
using RelayKit.Api.ApiKeys;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;

namespace RelayKit.Api.Authentication;

/// <summary>
/// Lets a request in when it carries a good API key that has the scope which the route needs, as the tenant whose key it is. One without takes
/// a point of its address, and when that has none left, a key that nobody has heard of is not looked up any more. A key that is known to be
/// good needs no point, so whoever shares an address with somebody who guesses keys goes on. A refusal of a good key takes one too. A
/// request that its session has let in passes by.
/// </summary>
internal sealed class ApiKeyFilter(ApiKeyCache keys, AddressLimiter addresses, ApiKeyUses uses)
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, Scope needed, EndpointFilterDelegate next)
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
            KeyStanding.Good => LetIn(context, needed, next, key!),
            KeyStanding.Bad => new(RefuseBad(http)),
            KeyStanding.Likely => LookUpAsync(context, needed, next, token),
            _ => addresses.ChargeLookUp(http) is { } refusal ? new(refusal) : LookUpChargedAsync(context, needed, next, token),
        };
    }

    private ValueTask<object?> LetIn(EndpointFilterInvocationContext context, Scope needed, EndpointFilterDelegate next, KnownKey key)
    {
        var http = context.HttpContext;
        if (!key.MayComeFrom(http.Connection.RemoteIpAddress))
        {
            return new(addresses.Charge(http) ?? AddressRefusal.Of(http, key.Record));
        }

        uses.Note(key, http);

        // Before the scope is looked at: a refusal for want of it is in the tenant's request log.
        http.Features.Set(key.Current);
        return key.Current.Scopes.Contains(needed) ? next(context) : new(addresses.Charge(http) ?? ScopeRefusal.Of(http, key.Current, needed));
    }

    private async ValueTask<object?> LookUpAsync(EndpointFilterInvocationContext context, Scope needed, EndpointFilterDelegate next, string token) =>
        await keys.FindAsync(token) is { } key
            ? await LetIn(context, needed, next, key)
            : RefuseBad(context.HttpContext);

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

        if (key is null)
        {
            addresses.CountBadKey(context.HttpContext);
            return addresses.RefuseBlocked(context.HttpContext) ?? Invalid(context.HttpContext);
        }

        return await LetIn(context, needed, next, key);
    }

    private ProblemResult RefuseBad(HttpContext http)
    {
        addresses.CountBadKey(http);
        return addresses.Charge(http) ?? Invalid(http);
    }

    private static ProblemResult Invalid(HttpContext http) => Refuse(
        http, "Bearer error=\"invalid_token\"", ProblemKinds.InvalidApiKey, "The API key is mistyped, unknown, revoked or expired.");

    private static ProblemResult Refuse(HttpContext http, string challenge, ProblemKind kind, string detail)
    {
        http.Response.Headers.WWWAuthenticate = challenge;
        return new ProblemResult(kind, detail);
    }
}
