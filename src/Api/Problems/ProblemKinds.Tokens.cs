using static Microsoft.AspNetCore.Http.StatusCodes;

namespace RelayKit.Api.Problems;

/// <summary>Errors of Supabase's access tokens.</summary>
internal static partial class ProblemKinds
{
    public static readonly ProblemKind TokenMalformed = new(
        "token_malformed", Status401Unauthorized,
        "The access token is no JWT of Supabase's, larger than 12 KiB, or lacks one of `sub`, `iat`, `exp`.",
        "Send the session's `access_token` as it is, or an API key.");

    public static readonly ProblemKind TokenAlgorithmNotAllowed = new(
        "token_algorithm_not_allowed", Status401Unauthorized,
        "The access token is signed by an algorithm that is not taken, or by another than that of the key it names. ES256 and RS256 are taken, HS256 only where the operator has configured its secret.",
        "Sign in anew; if it stays, tell the operator.");

    public static readonly ProblemKind TokenWrongIssuer = new(
        "token_wrong_issuer", Status401Unauthorized,
        "Another project has issued the access token.",
        "Sign in at the project that this service is configured for.");

    public static readonly ProblemKind TokenUnknownKey = new(
        "token_unknown_key", Status401Unauthorized,
        "The project publishes no key of the name (`kid`) that the access token has.",
        "Sign in anew. A key that is brand new is known within a minute.");

    public static readonly ProblemKind TokenBadSignature = new(
        "token_bad_signature", Status401Unauthorized,
        "The access token was not signed by the key that it names, or was changed since.",
        "Sign in anew.");

    public static readonly ProblemKind TokenWrongAudience = new(
        "token_wrong_audience", Status401Unauthorized,
        "The access token is not for people who are signed in, or for another service.",
        "Send the `access_token` of somebody's session.");

    public static readonly ProblemKind TokenExpired = new(
        "token_expired", Status401Unauthorized,
        "The access token has run out.",
        "Have the session renewed and repeat the request with the new token.");

    public static readonly ProblemKind TokenNotYetValid = new(
        "token_not_yet_valid", Status401Unauthorized,
        "The access token's time (`nbf`, `iat`) has not come, by more than 30 seconds: a clock is wrong.",
        "Repeat the request later; if it stays, tell the operator.");

    public static readonly ProblemKind TokenSignedOut = new(
        "token_signed_out", Status401Unauthorized,
        "All sessions of the account were ended since the session began that the access token is of; renewing it does not help.",
        "Sign in anew.");
}
