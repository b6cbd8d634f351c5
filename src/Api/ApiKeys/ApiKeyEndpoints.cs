using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.ApiKeys;
using RelayKit.Identifiers;
using RelayKit.Tenants;

namespace RelayKit.Api.ApiKeys;

/// <summary>The tenant's API keys: <c>/v1/api-keys</c>.</summary>
internal static class ApiKeyEndpoints
{
    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapPost("/api-keys", CreateAsync).Costs(RouteCost.Write).Needs(Scope.ApiKeysWrite).Audited().Describe(ApiKeyDocs.Create);
        tenant.MapGet("/api-keys", ListAsync).Costs(RouteCost.Read).Needs(Scope.ApiKeysRead).Describe(ApiKeyDocs.List);
        tenant.MapGet("/api-keys/{key}", GetAsync).Costs(RouteCost.Read).Needs(Scope.ApiKeysRead).Describe(ApiKeyDocs.Get);
        tenant.MapPatch("/api-keys/{key}", UpdateAsync).Costs(RouteCost.Write).Needs(Scope.ApiKeysWrite).Audited().Describe(ApiKeyDocs.Update);
        tenant.MapPost("/api-keys/{key}/rotate", RotateAsync).Costs(RouteCost.Write).Needs(Scope.ApiKeysWrite).Audited().Describe(ApiKeyDocs.Rotate);
        tenant.MapDelete("/api-keys/{key}", RevokeAsync).Costs(RouteCost.Write).Needs(Scope.ApiKeysWrite).Audited().Describe(ApiKeyDocs.Revoke);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, GrainReferences<ITenantGrain> tenants, GrainCalls calls, TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(
            context, ApiJson.Default.CreateApiKeyRequest, (asked, errors) => ApiKeyMapping.CheckExpiry(asked, errors, time));
        if (request is null)
        {
            return problem!;
        }

        var current = CurrentTenant.Of(context);
        var created = await calls.RepeatableAsync(
            tenants.Get(current.Tenant.ToString()),
            ApiKeyMapping.ToNewKey(request, ApiKeyMapping.CallerOf(current), IdempotentRequest.Of(context, time)),
            static (tenant, key, giveUp) => tenant.CreateApiKeyAsync(key, giveUp),
            context.RequestAborted);
        return Answer(created, time, StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IApiKeyStore store, TimeProvider time)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "limit", "cursor", "mode", "kind", "status");
        var limit = PageRequest.ReadLimit(context, errors);
        Mode? mode = PageRequest.ReadWord(context, "mode", errors, "live", "test") switch { "live" => Mode.Live, "test" => Mode.Test, _ => null };
        ApiKeyKind? kind = PageRequest.ReadWord(context, "kind", errors, "service", "personal") switch
        {
            "service" => ApiKeyKind.Service,
            "personal" => ApiKeyKind.Personal,
            _ => null,
        };
        var state = PageRequest.ReadWord(context, "status", errors, "active", "disabled", "expired", "revoked");
        var before = PageRequest.ReadCursor(context, PublicId.ApiKey, errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var (current, now) = (CurrentTenant.Of(context), time.GetUtcNow());
        var caller = ApiKeyMapping.CallerOf(current);
        if (caller.Mode == Mode.Test && mode == Mode.Live)
        {
            return Page([], null);
        }

        var page = await store.ListAsync(
            new ApiKeyListQuery(
                current.Tenant,
                caller.Mode == Mode.Test ? Mode.Test : mode,
                kind,
                ApiKeyStatusText.TryParse(state, out var status) ? status : null,
                now,
                limit,
                before),
            context.RequestAborted);
        return Page([.. page.Keys.Select(key => ApiKeyResponse.Of(key, now))], page.Next is { } next ? PublicId.Format(PublicId.ApiKey, next) : null);
    }

    private static async Task<IResult> GetAsync(string key, HttpContext context, IApiKeyStore store, TimeProvider time)
    {
        var (current, now) = (CurrentTenant.Of(context), time.GetUtcNow());
        return PublicId.TryParse(PublicId.ApiKey, key, out var id)
            && await store.GetAsync(current.Tenant, id, now, context.RequestAborted) is { } found
            && ApiKeyRules.Sees(ApiKeyMapping.CallerOf(current), found)
                ? Results.Json(ApiKeyResponse.Of(found, now), ApiJson.Default.ApiKeyResponse)
                : ApiKeyRules.NotFound.ToProblem();
    }

    private static async Task<IResult> UpdateAsync(
        string key, HttpContext context, GrainReferences<ITenantGrain> tenants, GrainCalls calls, TimeProvider time)
    {
        var (body, problem) = await PatchBody<UpdateApiKeyRequest>.ReadAsync(context, ApiJson.Default.UpdateApiKeyRequest);
        if (body is null)
        {
            return problem!;
        }

        var errors = new FieldErrors();
        foreach (var (field, isNull) in new[] { ("name", string.IsNullOrEmpty(body.Value.Name)), ("scopes", body.Value.Scopes is null), ("enabled", body.Value.Enabled is null) })
        {
            if (isNull && body.Given.Contains(field))
            {
                errors.Add($"/{field}", "cannot be empty; leave it out to keep it as it is");
            }
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        return await DoAsync(
            key,
            context,
            (tenants, calls),
            ApiKeyMapping.ToChange(body),
            static (tenant, asked, giveUp) => tenant.UpdateApiKeyAsync(asked.Id, asked.What, asked.Caller, giveUp),
            changed => Answer(changed, time));
    }

    private static async Task<IResult> RotateAsync(
        string key, HttpContext context, GrainReferences<ITenantGrain> tenants, GrainCalls calls, TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.RotateApiKeyRequest);
        return request is null ? problem! : await DoAsync(
            key,
            context,
            (tenants, calls),
            new ApiKeyRotation(IdempotentRequest.Of(context, time).Bytes("rotated API key", ApiKeySecret.SeedBytes), request.ToOverlap()),
            static (tenant, asked, giveUp) => tenant.RotateApiKeyAsync(asked.Id, asked.What, asked.Caller, giveUp),
            rotated => Answer(rotated, time, StatusCodes.Status200OK));
    }

    private static Task<IResult> RevokeAsync(string key, HttpContext context, GrainReferences<ITenantGrain> tenants, GrainCalls calls, TimeProvider time) => DoAsync(
        key,
        context,
        (tenants, calls),
        new ApiKeyRevocation(ApiKeyRevocations.Requested),
        static (tenant, asked, giveUp) => tenant.RevokeApiKeyAsync(asked.Id, asked.What, asked.Caller, giveUp),
        revoked => Answer(revoked, time));

    /// <summary>Each of these can be done again: the same key, change, seed or end comes out of it.</summary>
    private static async Task<IResult> DoAsync<TWhat, TDone>(
        string key,
        HttpContext context,
        (GrainReferences<ITenantGrain> Tenants, GrainCalls Calls) grains,
        TWhat what,
        Func<ITenantGrain, (Guid Id, TWhat What, ApiKeyCaller Caller), CancellationToken, Task<Result<TDone>>> act,
        Func<Result<TDone>, IResult> answer)
    {
        if (!PublicId.TryParse(PublicId.ApiKey, key, out var id))
        {
            return ApiKeyRules.NotFound.ToProblem();
        }

        var current = CurrentTenant.Of(context);
        return answer(await grains.Calls.RepeatableAsync(
            grains.Tenants.Get(current.Tenant.ToString()), (id, what, ApiKeyMapping.CallerOf(current)), act, context.RequestAborted));
    }

    private static IResult Page(IReadOnlyList<ApiKeyResponse> keys, string? next) =>
        Results.Json(new Page<ApiKeyResponse>(keys, next), ApiJson.Default.PageApiKeyResponse);

    private static IResult Answer(Result<ApiKey> key, TimeProvider time) => key.IsSuccess
        ? Results.Json(ApiKeyResponse.Of(key.Value, time.GetUtcNow()), ApiJson.Default.ApiKeyResponse)
        : key.Error.ToProblem();

    private static IResult Answer(Result<CreatedApiKey> key, TimeProvider time, int status) => key.IsSuccess
        ? Results.Json(CreatedApiKeyResponse.Of(key.Value, time.GetUtcNow()), ApiJson.Default.CreatedApiKeyResponse, statusCode: status)
        : key.Error.ToProblem();
}
