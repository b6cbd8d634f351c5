using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.ApiKeys;
using RelayKit.Identifiers;
using RelayKit.Tenants;

namespace RelayKit.Api.ApiKeys;

/// <summary>Anybody's report of a key that has leaked: <c>POST /v1/leaked-keys</c>. Whoever has the key could do worse with it than to have it revoked.</summary>
internal static partial class LeakedKeyEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1").TakeAddressPoints().TakeIdempotencyKeys().MapPost("/leaked-keys", ReportAsync).Describe(ApiKeyDocs.ReportLeaked);

    private static async Task<IResult> ReportAsync(
        HttpContext context, IApiKeyStore store, GrainReferences<ITenantGrain> tenants, GrainCalls calls, TimeProvider time, ILoggerFactory loggers)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.ReportLeakedKeyRequest, static (asked, errors) =>
        {
            if (asked.Url is not null && !(Uri.TryCreate(asked.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            {
                errors.Add("/url", "has to be an http or https address, such as https://example.com/a/commit");
            }
        });
        if (request is null)
        {
            return problem!;
        }

        // A secret that rotation has ended harms nobody any more, and its key goes on.
        var secret = request.Key!.Trim();
        if (ApiKeySecret.IsWellFormed(secret, out _)
            && await store.FindInAnyStateAsync(ApiKeySecret.Hash(secret), context.RequestAborted) is { RevokedAt: null } key
            && !(key.SecretEndsAt <= time.GetUtcNow()))
        {
            // Revoked before it is answered for; what was begun is finished though whoever reported it is gone.
            var revoked = await calls.RepeatableAsync(
                tenants.Get(key.Tenant.ToString()),
                (key.Id, Revocation: new ApiKeyRevocation(ApiKeyRevocations.Leaked, request.Url)),
                static (tenant, asked, giveUp) => tenant.RevokeApiKeyAsync(asked.Id, asked.Revocation, null, giveUp),
                CancellationToken.None);
            if (revoked.IsSuccess)
            {
                // Its owners are mailed by the event of it.
                LogLeaked(loggers.CreateLogger(typeof(LeakedKeyEndpoint)), PublicId.Format(PublicId.ApiKey, key.Id), key.Tenant);
            }
        }

        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    [LoggerMessage(LogLevel.Warning, "The API key {Key} of {Tenant} was reported as leaked and is revoked")]
    private static partial void LogLeaked(ILogger logger, string key, TenantId tenant);
}
