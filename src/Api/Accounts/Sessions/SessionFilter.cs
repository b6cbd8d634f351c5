using Microsoft.Extensions.Options;
using RelayKit.Access;
using RelayKit.Accounts;
using RelayKit.Api.Access;
using RelayKit.Api.Accounts.Supabase;
using RelayKit.Api.Authentication;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;

namespace RelayKit.Api.Accounts.Sessions;

/// <summary>
/// Lets a request in by its session cookie, or by a provider's own token, as the account's tenant. A request without them, or with another header
/// <c>Authorization</c>, is refused on routes that ask for a session, and goes on to be judged by its key on others. A token that nobody has heard of takes a point
/// of its address before it is looked up.
/// </summary>
internal sealed class SessionFilter(
    SessionCache cache, AccountSessions sessions, AddressLimiter addresses, IOptions<AccountOptions> options, SupabaseBearer? bearer = null)
{
    /// <summary>The header that says which mode a request by cookie is for; the query parameter <c>mode</c> does as well.</summary>
    public const string ModeHeader = "RelayKit-Mode";

    private readonly bool _verifiesFirst = options.Value.VerifyEmailFirst;

    /// <summary>On the routes of a tenant, which take keys too.</summary>
    public ValueTask<object?> OnTenantRouteAsync(EndpointFilterInvocationContext context, Scope? needed, EndpointFilterDelegate next) =>
        SessionCookie.Decides(context.HttpContext) ? ByCookieAsync(context, needed, next, isTenantRoute: true)
            : bearer is not null && SupabaseBearer.TokenOf(context.HttpContext) is { } token ? ByTokenAsync(context, token, needed, next, isTenantRoute: true)
            : next(context);

    /// <summary>On the routes of whoever is signed in, of which some need a scope.</summary>
    public ValueTask<object?> OnAccountRouteAsync(EndpointFilterInvocationContext context, Scope? needed, EndpointFilterDelegate next) =>
        SessionCookie.Decides(context.HttpContext) ? ByCookieAsync(context, needed, next, isTenantRoute: false)
            : bearer is not null && SupabaseBearer.TokenOf(context.HttpContext) is { } token ? ByTokenAsync(context, token, needed, next, isTenantRoute: false)
            : new(addresses.Charge(context.HttpContext) ?? NotSignedIn());

    private async ValueTask<object?> ByCookieAsync(
        EndpointFilterInvocationContext context, Scope? needed, EndpointFilterDelegate next, bool isTenantRoute)
    {
        var http = context.HttpContext;
        var (found, refusal) = await FindAsync(http, SessionCookie.Of(http)!);
        if (found is null)
        {
            return refusal;
        }

        if (!SameOrigin.IsSafe(http.Request.Method) && Foreign(http.Request) is { } foreign)
        {
            return foreign;
        }

        return await LetInAsync(context, found.Account, found.Session, needed, next, isTenantRoute);
    }

    /// <summary>No browser sends the header by itself, so nobody asks where the request comes from.</summary>
    private async ValueTask<object?> ByTokenAsync(
        EndpointFilterInvocationContext context, string token, Scope? needed, EndpointFilterDelegate next, bool isTenantRoute)
    {
        var (account, refusal) = await bearer!.LetInAsync(context.HttpContext, token);
        return account is null ? refusal : await LetInAsync(context, account, null, needed, next, isTenantRoute);
    }

    private async ValueTask<object?> LetInAsync(
        EndpointFilterInvocationContext context, Account account, AccountSession? session, Scope? needed, EndpointFilterDelegate next, bool isTenantRoute)
    {
        var http = context.HttpContext;
        if (!TryReadMode(http.Request, out var mode))
        {
            return ProblemMapping.Invalid([new FieldError(ModeHeader, "has to be live or test, in this header or in the query parameter mode")]);
        }

        var current = new CurrentTenant(account.Tenant, mode, new Caller.Account(account.Id.Value), account.Role.Scopes());

        // Before anything else is looked at: what is refused from here on is in the tenant's request log.
        http.Features.Set(current);
        if (needed is { } scope && !current.Scopes.Contains(scope))
        {
            return addresses.Charge(http) ?? ScopeRefusal.Of(http, current, scope);
        }

        if (isTenantRoute && !SameOrigin.IsSafe(http.Request.Method) && mode == Mode.Live && MayNotYet(account) is { } notYet)
        {
            return notYet;
        }

        if (session is not null)
        {
            sessions.Use(http, session);
        }

        http.Features.Set(new CurrentAccount(account, session?.Id));
        return await next(context);
    }

    /// <summary>What an account with an address that is not verified may not do; null when it may.</summary>
    public ProblemResult? MayNotYet(Account account) => _verifiesFirst && account.EmailVerifiedAt is null
        ? new ProblemResult(
            ProblemKinds.EmailNotVerified,
            "Verify your e-mail address first: use the token that was mailed to you, or ask for another mail. Until then, work in test mode (?mode=test).")
        : null;

    private async ValueTask<(SignedIn? Found, ProblemResult? Refusal)> FindAsync(HttpContext http, string token)
    {
        if (!SecretToken.IsWellFormed(token))
        {
            return (null, addresses.Charge(http) ?? NotSignedIn());
        }

        if (cache.Recall(token) is { } known)
        {
            return (known, null);
        }

        if (addresses.ChargeLookUp(http) is { } refusal)
        {
            return (null, refusal);
        }

        SignedIn? found = null;
        var looked = false;
        try
        {
            found = await cache.FindAsync(token);
            looked = true;
        }
        finally
        {
            if (found is not null || !looked)
            {
                addresses.GiveBack(http);
            }
        }

        return (found, found is null ? addresses.RefuseBlocked(http) ?? NotSignedIn() : null);
    }

    /// <summary>A page of another site cannot say that it is one of ours, nor send JSON without being asked first.</summary>
    private static ProblemResult? Foreign(HttpRequest request) =>
        !SameOrigin.Holds(request)
            ? new ProblemResult(
                ProblemKinds.CrossSiteRequest,
                "A request with the session cookie that changes something has to come from this host: send Origin or Sec-Fetch-Site, as browsers do, or use an API key.")
            : request.ContentType is not null && !request.HasJsonContentType()
                ? new ProblemResult(ProblemKinds.UnsupportedMediaType, "Send the body as application/json.")
                : null;

    private static bool TryReadMode(HttpRequest request, out Mode mode)
    {
        var (query, header) = (request.Query["mode"].ToString(), request.Headers[ModeHeader].ToString());
        mode = Mode.Live;
        return (header.Length == 0 || ModeText.TryParseWord(header, out mode)) && (query.Length == 0 || ModeText.TryParseWord(query, out mode));
    }

    private static ProblemResult NotSignedIn() => new(ProblemKinds.NotSignedIn, "Sign in with POST /v1/auth/signin, which sets the session cookie.");
}
