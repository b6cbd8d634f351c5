using RelayKit.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Problems;
using RelayKit.Identifiers;

namespace RelayKit.Api.Access;

/// <summary>What a caller hears who lacks the scope that a route needs.</summary>
internal static class ScopeRefusal
{
    public static ProblemResult Of(HttpContext context, CurrentTenant current, Scope needed)
    {
        // RFC 6750, 3.1.
        context.Response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_scope\", scope=\"{needed.Word()}\"";
        return new ProblemResult(ProblemKinds.InsufficientScope, DetailOf(current, needed));
    }

    private static string DetailOf(CurrentTenant current, Scope needed) => current.Caller switch
    {
        Caller.Key { Id: var id } => DetailOf(PublicId.Format(PublicId.ApiKey, id), current.Scopes, needed),
        _ => $"This call needs the scope {needed.Word()}, and the role of the account has {current.Scopes}. "
            + "An owner of the tenant can change the role.",
    };

    private static string DetailOf(string key, ScopeSet scopes, Scope needed) =>
        $"This call needs the scope {needed.Word()}, and the key {key} has {scopes}. Whoever has {Scope.ApiKeysWrite.Word()} and {needed.Word()} can "
        + $"give it the scope with PATCH /v1/api-keys/{key}; or use another key.";
}
