using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.ApiKeys;
using RelayKit.Tenants;

namespace RelayKit.Api.ApiKeys;

/// <summary>Anybody's report of a key that has leaked: <c>POST /v1/leaked-keys</c>. Whoever has the key could do worse with it than to have it revoked.</summary>
internal static class LeakedKeyEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGroup("/v1").TakeAddressPoints().TakeIdempotencyKeys().MapPost("/leaked-keys", ReportAsync).Describe(ApiKeyDocs.ReportLeaked);

    private static async Task<IResult> ReportAsync(
        HttpContext context, IApiKeyStore store, GrainReferences<ITenantGrain> tenants, GrainCalls calls, ILeakNotices notices, TimeProvider time)
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
                await notices.TellAsync(revoked.Value, request.Url, CancellationToken.None);
            }
        }

        return Results.StatusCode(StatusCodes.Status202Accepted);
    }
}
