using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;

namespace RelayKit.Api.ApiKeys;

/// <summary>What the OpenAPI document says of API keys.</summary>
internal static class ApiKeyDocs
{
    public static RouteDoc Create { get; } = new(
        "createApiKey",
        RouteTags.ApiKeys,
        "Create an API key",
        "The key is in this answer and in no other. It never has more than its maker: no other scope, no live mode from test mode, no other address, no longer life, no higher rate. "
        + "A tenant can have 1,000 keys that are not revoked.")
    {
        Body = typeof(CreateApiKeyRequest),
        Example = """{"name": "Join server", "mode": "live", "scopes": ["rooms:read", "tokens:write"], "allowed_ips": ["203.0.113.0/24"], "rate_limit": {"points_per_second": 20}}""",
        Answers = [new(201, typeof(CreatedApiKeyResponse), "The key.")],
        Problems = [ProblemKinds.ExceedsCaller, ProblemKinds.TooMany],
    };

    public static RouteDoc List { get; } = new(
        "listApiKeys", RouteTags.ApiKeys, "List API keys", "Those made last come first. A key of test mode sees those of test mode only.")
    {
        Query =
        [
            QueryDoc.Limit,
            QueryDoc.Cursor,
            new("mode", "Only keys of this mode.") { Words = ["live", "test"] },
            new("kind", "Only keys of this kind.") { Words = ["service", "personal"] },
            new("status", "Only keys in this state.") { Words = ["active", "disabled", "expired", "revoked"] },
        ],
        Answers = [new(200, typeof(Page<ApiKeyResponse>), "A page of keys.")],
    };

    public static RouteDoc Get { get; } = new("getApiKey", RouteTags.ApiKeys, "Get an API key", "What is kept of a key. The key itself is not.")
    {
        Answers = [new(200, typeof(ApiKeyResponse), "The key.")],
        Problems = [ProblemKinds.ApiKeyNotFound],
    };

    public static RouteDoc Update { get; } = new(
        "updateApiKey",
        RouteTags.ApiKeys,
        "Change an API key",
        "Changes some of a key: what is left out stays. It holds within a second everywhere. A caller changes no key that has more than itself, and gives none more than it has.")
    {
        Body = typeof(UpdateApiKeyRequest),
        Example = """{"name": "Join server", "scopes": ["rooms:read", "tokens:write"], "enabled": true}""",
        Answers = [new(200, typeof(ApiKeyResponse), "The key as it is now.")],
        Problems = [ProblemKinds.ApiKeyNotFound, ProblemKinds.ExceedsCaller, ProblemKinds.ApiKeyRevoked],
    };

    public static RouteDoc Rotate { get; } = new(
        "rotateApiKey",
        RouteTags.ApiKeys,
        "Rotate an API key",
        "Gives the key another secret, which is in this answer and in no other; its id and all else stay. The old secret works until the overlap is over. Send an "
        + "`Idempotency-Key`: then a repetition gets the same secret instead of rotating once more.")
    {
        Body = typeof(RotateApiKeyRequest),
        Example = """{"overlap_seconds": 86400}""",
        Answers = [new(200, typeof(CreatedApiKeyResponse), "The key with its new secret.")],
        Problems = [ProblemKinds.ApiKeyNotFound, ProblemKinds.ExceedsCaller, ProblemKinds.ApiKeyRevoked, ProblemKinds.TooMany],
    };

    public static RouteDoc Revoke { get; } = new(
        "revokeApiKey",
        RouteTags.ApiKeys,
        "Revoke an API key",
        "Ends the key for good, with all its secrets, within a second everywhere. What is done by it just then is finished; streams end. Nothing makes it work again.")
    {
        Answers = [new(200, typeof(ApiKeyResponse), "The key as it is now; also when it was revoked before.")],
        Problems = [ProblemKinds.ApiKeyNotFound, ProblemKinds.ExceedsCaller],
    };

    public static RouteDoc ReportLeaked { get; } = new(
        "reportLeakedKey",
        RouteTags.ApiKeys,
        "Report a key that has leaked",
        "For whoever has found an API key where it should not be, a scanner or a passer-by: no key of one's own is needed. If it is one of ours it is revoked within a second, and its "
        + "owner is told. The answer is the same in any case. Limited by address.")
    {
        Body = typeof(ReportLeakedKeyRequest),
        Example = """{"key": "rk_test_0000000000000000000000000000000000000000000000000", "url": "https://example.com/a/commit"}""",
        Answers = [new(202, null, "Thank you. If it was a key, it works no longer.")],
        Problems = [ProblemKinds.RateLimited, ProblemKinds.AddressBlocked],
    };
}
