using static Microsoft.AspNetCore.Http.StatusCodes;

namespace RelayKit.Api.Problems;

/// <summary>Errors of a request itself, and of how often it may come.</summary>
internal static partial class ProblemKinds
{
    public static readonly ProblemKind InvalidRequest = new(
        "invalid_request", Status400BadRequest,
        "One or more fields, query parameters or headers are not what this route takes; `errors` names each by JSON Pointer (`?name` for a query parameter, the name alone for a header).",
        "Correct what `errors` names. Unknown fields and parameters are refused too, so check the spelling.");

    public static readonly ProblemKind InvalidJson = new(
        "invalid_json", Status400BadRequest,
        "The body is not JSON, not an object, or nested more than 16 deep.",
        "Send one JSON object of the shape that the route documents.");

    public static readonly ProblemKind BadRequest = new(
        "bad_request", Status400BadRequest,
        "The request is not well-formed HTTP: a broken header, an incomplete body, a length that does not fit.",
        "Look at what your HTTP client sends.");

    public static readonly ProblemKind RouteNotFound = new(
        "route_not_found", Status404NotFound,
        "There is no such route.",
        "Check the path against `/docs`.");

    public static readonly ProblemKind MethodNotAllowed = new(
        "method_not_allowed", Status405MethodNotAllowed,
        "The route exists, but not for this method.",
        "Check the method against `/docs`; the header `Allow` names those that the route takes.");

    public static readonly ProblemKind BodyTooLarge = new(
        "body_too_large", Status413PayloadTooLarge,
        "The body is larger than 512 KiB.",
        "Send less; metadata and attributes take up to 64 KiB each.");

    public static readonly ProblemKind UnsupportedMediaType = new(
        "unsupported_media_type", Status415UnsupportedMediaType,
        "The body is not declared as JSON.",
        "Send the header `Content-Type: application/json`.");

    public static readonly ProblemKind IdempotencyKeyInUse = new(
        "idempotency_key_in_use", Status409Conflict,
        "A request with the same `Idempotency-Key` is being carried out.",
        "Repeat the request after a second; once the other has its answer, this one gets the same.")
    {
        RetryAfterSeconds = 1,
    };

    public static readonly ProblemKind IdempotencyKeyReused = new(
        "idempotency_key_reused", Status422UnprocessableEntity,
        "The `Idempotency-Key` was used within 24 hours for a request with another body or query.",
        "Give each request a key of its own, and repeat a request with exactly the bytes that it had.");

    public static readonly ProblemKind TooManyStreams = new(
        "too_many_streams", Status429TooManyRequests,
        "As many streams and exports are open as one tenant, or one server, takes.",
        "Close one, share one among several readers, or read without a stream. `limit` says how many the tenant may have.")
    {
        RetryAfterSeconds = 5,
    };

    public static readonly ProblemKind RateLimited = new(
        "rate_limited", Status429TooManyRequests,
        "More requests came than the tenant may send, or more without a good key than one address may; `limit` says which limit decided. Nothing was done.",
        "Wait as long as `Retry-After` says and repeat the request, a POST with the same `Idempotency-Key`. `limit.raised_by` says who can raise the limit.")
    {
        RetryAfterSeconds = 1,
    };

    public static readonly ProblemKind AddressBlocked = new(
        "address_blocked", Status429TooManyRequests,
        "Too many keys that are none came from the address, so that requests without a good key are not answered for some time. Nothing was done.",
        "Send a key that is valid, or wait as long as `Retry-After` says. The operator can let the address in again.")
    {
        RetryAfterSeconds = 1,
    };
}
