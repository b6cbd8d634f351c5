using RelayKit.Api.ApiKeys;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Tenants;

namespace RelayKit.Api.Tenants;

/// <summary>The operator's calls about tenants: <c>/v1/operator/tenants</c>.</summary>
internal static class OperatorTenantEndpoints
{
    private const string FirstKeyName = "First key";
    private const int DefaultGraceSeconds = 300;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var tenants = routes.MapGroup("/v1/operator/tenants").AddEndpointFilter<OperatorKeyFilter>().TakeIdempotencyKeys().Audited().WithMetadata(RequiredKey.Operator);
        tenants.MapPost("/", CreateAsync).Describe(new RouteDoc(
            "createTenant", RouteTags.Operator, "Create a tenant", "Makes a tenant with the first of its API keys. The key is in this answer and in no other.")
        {
            Body = typeof(CreateTenantRequest),
            Example = """{"name": "Acme"}""",
            Answers = [new(201, typeof(TenantResponse), "The tenant, with its first key.")],
            Problems = [ProblemKinds.UnknownLiveKitCluster],
        });
        tenants.MapPost("/{tenant}/api-keys", CreateApiKeyAsync).Describe(new RouteDoc(
            "createTenantApiKey", RouteTags.Operator, "Create an API key for a tenant", "The key is in this answer and in no other. Left out, it has every scope; a personal key is made by its account alone.")
        {
            Body = typeof(CreateApiKeyRequest),
            Example = """{"name": "Backend", "mode": "test"}""",
            Answers = [new(201, typeof(CreatedApiKeyResponse), "The key.")],
            Problems = [ProblemKinds.TenantNotFound, ProblemKinds.TooMany],
        });
        tenants.MapGet("/{tenant}", GetAsync).Describe(new RouteDoc(
            "getTenantAsOperator", RouteTags.Operator, "Get a tenant", "A tenant with its settings and limits.")
        {
            Answers = [new(200, typeof(TenantSettingsResponse), "The tenant.")],
            Problems = [ProblemKinds.TenantNotFound],
        });
        tenants.MapPut("/{tenant}/limits", SetLimitsAsync).Describe(new RouteDoc(
            "setTenantLimits", RouteTags.Operator, "Set the operator's limits of a tenant", "Replaces them whole; the tenant's own limits hold besides.")
        {
            Body = typeof(SetTenantLimitsRequest),
            Example = """{"limits": {"participants": 1000, "live_rooms": 100}, "budget": {"minutes": 1000000, "action": "alert"}}""",
            Answers = [new(200, typeof(TenantSettingsResponse), "The tenant as it is now.")],
            Problems = [ProblemKinds.TenantNotFound],
        });
        tenants.MapPost("/{tenant}/suspend", SuspendAsync).Describe(new RouteDoc(
            "suspendTenant",
            RouteTags.Operator,
            "Suspend a tenant",
            "No join token is minted for it any more, within a second everywhere. Sessions that go on are ended when the grace is over, and so is whatever "
            + "a token from before begins later. Asked again, the reason is replaced, and the grace can only become shorter. The tenant's log tells of it.")
        {
            Body = typeof(SuspendTenantRequest),
            Example = """{"reason": "The invoice of October is not paid.", "grace_seconds": 600}""",
            Answers = [new(200, typeof(TenantSettingsResponse), "The tenant as it is now.")],
            Problems = [ProblemKinds.TenantNotFound],
        });
        tenants.MapPost("/{tenant}/resume", ResumeAsync).Describe(new RouteDoc(
            "resumeTenant", RouteTags.Operator, "Let a suspended tenant go on", "Join tokens are minted again. The tenant's log tells of it.")
        {
            Answers = [new(200, typeof(TenantSettingsResponse), "The tenant as it is now.")],
            Problems = [ProblemKinds.TenantNotFound],
        });
    }

    private static async Task<IResult> CreateAsync(HttpContext context, GrainReferences<ITenantGrain> tenants, GrainCalls calls, TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.CreateTenantRequest);
        if (request is null)
        {
            return problem!;
        }

        var made = IdempotentRequest.Of(context, time);
        var created = await calls.RepeatableAsync(
            tenants.Get(new TenantId(made.Id("tenant")).ToString()),
            (Asked: request, FirstKey: new NewApiKey(FirstKeyName, Mode.Live, null) { Origin = OriginOf(made) }),
            static (tenant, make, giveUp) => tenant.CreateAsync(make.Asked.Name!, make.Asked.LivekitCluster, make.FirstKey, giveUp),
            context.RequestAborted);
        if (!created.IsSuccess)
        {
            return created.Error.ToProblem();
        }

        var (tenant, key) = created.Value;
        var response = new TenantResponse(tenant.Id.ToString(), tenant.Name, tenant.CreatedAt, CreatedApiKeyResponse.Of(key, time.GetUtcNow()));
        return Results.Json(response, ApiJson.Default.TenantResponse, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> CreateApiKeyAsync(
        string tenant, HttpContext context, GrainReferences<ITenantGrain> tenants, GrainCalls calls, TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.CreateApiKeyRequest, (asked, errors) =>
        {
            ApiKeyMapping.CheckExpiry(asked, errors, time);
            if (asked.Kind == "personal")
            {
                errors.Add("/kind", "has to be service: a personal key is made by its account alone");
            }
        });
        if (request is null)
        {
            return problem!;
        }

        if (!TenantId.TryParse(tenant, out var id))
        {
            return new Error(ErrorCode.TenantNotFound, "There is no such tenant: an id is ten_ and 26 characters.").ToProblem();
        }

        var created = await calls.RepeatableAsync(
            tenants.Get(id.ToString()),
            ApiKeyMapping.ToNewKey(request, null, IdempotentRequest.Of(context, time)),
            static (tenant, key, giveUp) => tenant.CreateApiKeyAsync(key, giveUp),
            context.RequestAborted);
        return created.IsSuccess
            ? Results.Json(CreatedApiKeyResponse.Of(created.Value, time.GetUtcNow()), ApiJson.Default.CreatedApiKeyResponse, statusCode: StatusCodes.Status201Created)
            : created.Error.ToProblem();
    }

    private static Task<IResult> GetAsync(string tenant, HttpContext context, TenantOperations operations) =>
        operations.DoAsync(tenant, static (grain, _) => ReadAsync(grain), context.RequestAborted);

    private static async Task<Result<TenantPolicy>> ReadAsync(ITenantGrain grain) => await grain.GetPolicyAsync();

    private static async Task<IResult> SetLimitsAsync(string tenant, HttpContext context, TenantOperations operations)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.SetTenantLimitsRequest);
        if (request is null)
        {
            return problem!;
        }

        var settings = new OperatorSettings(
            TenantSettingsMapping.ToLimits(request.Limits), Rooms.RoomFieldsMapping.ToBudget(request.Budget), TenantSettingsMapping.ToRates(request.RateLimits));
        return await operations.DoAsync(tenant, (grain, giveUp) => grain.SetOperatorSettingsAsync(settings, giveUp), context.RequestAborted);
    }

    private static async Task<IResult> SuspendAsync(string tenant, HttpContext context, TenantOperations operations)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.SuspendTenantRequest);
        return request is null
            ? problem!
            : await operations.DoAsync(
                tenant,
                (grain, giveUp) => grain.SuspendAsync(new NewSuspension(request.Reason!, TimeSpan.FromSeconds(request.GraceSeconds ?? DefaultGraceSeconds)), giveUp),
                context.RequestAborted);
    }

    private static Task<IResult> ResumeAsync(string tenant, HttpContext context, TenantOperations operations) =>
        operations.DoAsync(tenant, static (grain, giveUp) => grain.ResumeAsync(giveUp), context.RequestAborted);

    /// <summary>Every run of a request makes the same key.</summary>
    private static ApiKeyOrigin OriginOf(IdempotentRequest request) =>
        new(request.Id("API key"), request.Bytes("API key", ApiKeySecret.SeedBytes));
}
