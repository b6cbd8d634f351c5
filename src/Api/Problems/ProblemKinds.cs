using System.Collections.Frozen;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace RelayKit.Api.Problems;

/// <summary>Every error that the API answers with. docs/errors.md and the page <c>/docs/errors</c> are written from this table.</summary>
internal static class ProblemKinds
{
    public static readonly ProblemKind InvalidRequest = new(
        "invalid_request", Status400BadRequest,
        "One or more fields, query parameters or headers are not what this route takes; `errors` names each by JSON Pointer (`?name` for a query parameter).",
        "Correct what `errors` names. Unknown fields and parameters are refused too, so check the spelling.");

    public static readonly ProblemKind InvalidJson = new(
        "invalid_json", Status400BadRequest,
        "The body is not JSON, not an object, or nested more than 16 deep.",
        "Send one JSON object of the shape that the route documents.");

    public static readonly ProblemKind BadRequest = new(
        "bad_request", Status400BadRequest,
        "The request is not well-formed HTTP: a broken header, an incomplete body, a length that does not fit.",
        "Look at what your HTTP client sends.");

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

    public static readonly ProblemKind RouteNotFound = new(
        "route_not_found", Status404NotFound,
        "There is no such route.",
        "Check the path against `/docs`.");

    public static readonly ProblemKind RoomNotFound = new(
        "room_not_found", Status404NotFound,
        "The tenant has no room of that name in the key's mode, or it was deleted.",
        "Create it with `POST /v1/rooms`. Live and test mode have rooms of their own.");

    public static readonly ProblemKind SessionNotFound = new(
        "session_not_found", Status404NotFound,
        "The tenant has no session of that id in the key's mode.",
        "List the sessions with `GET /v1/sessions`.");

    public static readonly ProblemKind TenantNotFound = new(
        "tenant_not_found", Status404NotFound,
        "No tenant has that id.",
        "Check the id; it begins with `ten_`.");

    public static readonly ProblemKind MethodNotAllowed = new(
        "method_not_allowed", Status405MethodNotAllowed,
        "The route exists, but not for this method.",
        "Check the method against `/docs`; the header `Allow` names those that the route takes.");

    public static readonly ProblemKind RoomExistsWithOtherSettings = new(
        "room_exists_with_other_settings", Status409Conflict,
        "A room of that name exists, and its settings are not the ones asked for.",
        "Change it with `PATCH /v1/rooms/{room}`, ask for the settings that it has, or delete it first.");

    public static readonly ProblemKind BodyTooLarge = new(
        "body_too_large", Status413PayloadTooLarge,
        "The body is larger than 512 KiB.",
        "Send less; metadata and attributes take up to 64 KiB each.");

    public static readonly ProblemKind UnsupportedMediaType = new(
        "unsupported_media_type", Status415UnsupportedMediaType,
        "The body is not declared as JSON.",
        "Send the header `Content-Type: application/json`.");

    public static readonly ProblemKind InternalError = new(
        "internal_error", Status500InternalServerError,
        "A fault of RelayKit's own, logged under the request's id.",
        "Tell the operator the `request_id`.");

    public static readonly ProblemKind UnknownLiveKitCluster = new(
        "unknown_livekit_cluster", Status400BadRequest,
        "A LiveKit cluster was named that is not configured.",
        "Leave `livekit_cluster` out, or name one that is configured.");

    public static readonly ProblemKind LiveKitClusterGone = new(
        "livekit_cluster_gone", Status503ServiceUnavailable,
        "The room lives on a LiveKit cluster that is no longer configured.",
        "Tell the operator; the room works again when the cluster is configured under its name.")
    {
        RetryAfterSeconds = 60,
    };

    public static readonly ProblemKind LiveKitUnavailable = new(
        "livekit_unavailable", Status503ServiceUnavailable,
        "LiveKit could not be reached, or had a fault of its own. What RelayKit itself decided stands.",
        "Repeat the request.")
    {
        RetryAfterSeconds = 1,
    };

    public static readonly ProblemKind TemporarilyUnavailable = new(
        "temporarily_unavailable", Status503ServiceUnavailable,
        "RelayKit could not finish in time; the request may or may not have taken effect.",
        "Repeat the request, a POST with the same `Idempotency-Key`.")
    {
        RetryAfterSeconds = 1,
    };

    /// <summary>All of them, by code.</summary>
    public static readonly FrozenDictionary<string, ProblemKind> ByCode = typeof(ProblemKinds)
        .GetFields()
        .Select(static field => field.GetValue(null))
        .OfType<ProblemKind>()
        .ToFrozenDictionary(static kind => kind.Code, StringComparer.Ordinal);
}
