using static Microsoft.AspNetCore.Http.StatusCodes;

namespace RelayKit.Api.Problems;

/// <summary>Errors of accounts, teams and API keys.</summary>
internal static partial class ProblemKinds
{
    public static readonly ProblemKind InvalidToken = new(
        "invalid_token", Status400BadRequest,
        "A token from a mail is unknown, was used, or has run out.",
        "Ask for a new mail; only the token of the newest one is good.");

    public static readonly ProblemKind EmailTaken = new(
        "email_taken", Status409Conflict,
        "An account has this e-mail address already. An account belongs to one tenant.",
        "Sign in with it, or use another address.");

    public static readonly ProblemKind LastOwner = new(
        "last_owner", Status409Conflict,
        "The account is the tenant's only owner, and a tenant always has one.",
        "Make another account an owner first.");

    public static readonly ProblemKind AccountNotFound = new(
        "account_not_found", Status404NotFound,
        "The tenant has no account of that id.",
        "List the accounts with `GET /v1/accounts`.");

    public static readonly ProblemKind InvitationNotFound = new(
        "invitation_not_found", Status404NotFound,
        "The tenant has no open invitation of that id.",
        "List them with `GET /v1/invitations`.");

    public static readonly ProblemKind AccountSessionNotFound = new(
        "account_session_not_found", Status404NotFound,
        "The account has no session of that id.",
        "List them with `GET /v1/me/sessions`.");

    public static readonly ProblemKind ApiKeyNotFound = new(
        "api_key_not_found", Status404NotFound,
        "The tenant has no API key of that id, or it is a live one and the caller's is of test mode.",
        "List the keys with `GET /v1/api-keys`.");

    public static readonly ProblemKind ApiKeyRevoked = new(
        "api_key_revoked", Status409Conflict,
        "The API key has ended for good and cannot be changed any more.",
        "Make another one with `POST /v1/api-keys`.");
}
