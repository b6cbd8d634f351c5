using static Microsoft.AspNetCore.Http.StatusCodes;

namespace RelayKit.Api.Problems;

/// <summary>Errors of who asks, and what they may.</summary>
internal static partial class ProblemKinds
{
    public static readonly ProblemKind MissingApiKey = new(
        "missing_api_key", Status401Unauthorized,
        "The request has no `Authorization: Bearer …` header.",
        "Send the API key: `Authorization: Bearer rk_live_…` or `rk_test_…`.");

    public static readonly ProblemKind InvalidApiKey = new(
        "invalid_api_key", Status401Unauthorized,
        "The API key is mistyped, unknown, revoked or expired.",
        "Use a key that is valid; ask whoever manages your keys for a new one.");

    public static readonly ProblemKind InvalidOperatorKey = new(
        "invalid_operator_key", Status401Unauthorized,
        "An operator's route was called without the operator's key, or none is configured.",
        "Send the key that `RelayKit__OperatorKey` configures.");

    public static readonly ProblemKind NotSignedIn = new(
        "not_signed_in", Status401Unauthorized,
        "The route is for whoever is signed in, and the request has no session cookie; or it has one, and the session was ended or has run out.",
        "Sign in with `POST /v1/auth/signin`.");

    public static readonly ProblemKind NoAccount = new(
        "no_account", Status403Forbidden,
        "The access token is good, and its user has no account here.",
        "Sign up with `POST /v1/auth/signup` and the same password, or accept an invitation.");

    public static readonly ProblemKind InvalidCredentials = new(
        "invalid_credentials", Status401Unauthorized,
        "The e-mail address or the password is wrong; which of them is not said.",
        "Check both, or set a new password with `POST /v1/auth/password-reset`.");

    public static readonly ProblemKind CrossSiteRequest = new(
        "cross_site_request", Status403Forbidden,
        "A request with the session cookie is to change something and does not say that it comes from a page of this host.",
        "Browsers say so by themselves (`Origin`, `Sec-Fetch-Site`); another program sends `Origin: https://<this host>`, or uses an API key.");

    public static readonly ProblemKind EmailNotVerified = new(
        "email_not_verified", Status403Forbidden,
        "The account's e-mail address has to be verified before it changes anything in live mode, makes live keys or invites others.",
        "Use the token that was mailed (`POST /v1/auth/verify-email`), ask for another mail, or work in test mode.");

    public static readonly ProblemKind InsufficientScope = new(
        "insufficient_scope", Status403Forbidden,
        "The API key, or the account's role, is good but lacks the scope that the route needs; `detail` names the scope and those that there are.",
        "Use a key that has the scope, or have it given to this one: `detail` says by whom.");

    public static readonly ProblemKind IpNotAllowed = new(
        "ip_not_allowed", Status403Forbidden,
        "The API key is good, but may not be used from the address that the request came from; `detail` names the address that was seen.",
        "Use the key from where it may be used, or add the address to its `allowed_ips` with `PATCH /v1/api-keys/{key}`.");

    public static readonly ProblemKind ExceedsCaller = new(
        "exceeds_caller", Status403Forbidden,
        "An API key has, or would have, something that the caller itself has not: a scope, live mode, an address, time, rate. Or it is the personal key of somebody else.",
        "Ask for less, or have somebody do it who has more; `detail` names what is too much.");

    public static readonly ProblemKind IdentityProviderUnavailable = new(
        "identity_provider_unavailable", Status503ServiceUnavailable,
        "Whoever keeps the passwords could not be reached or had a fault of its own. Nothing is said of whether password or token are good.",
        "Repeat the request; if it stays, tell the operator.")
    {
        RetryAfterSeconds = 5,
    };
}
