using RelayKit.Abuse;
using RelayKit.Access;
using RelayKit.Api.Abuse;
using RelayKit.Api.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Api.Rooms;
using RelayKit.Labels;

namespace RelayKit.Api.Tokens;

/// <summary>Join tokens: <c>/v1/rooms/{room}/tokens</c>.</summary>
internal static class TokenEndpoints
{
    /// <summary>What is wrong with an attribute whose key is RelayKit's.</summary>
    public const string ReservedDetail = $"begins with {LabelSeal.ReservedPrefix}, which is RelayKit's own; choose another key";

    private static readonly ProblemKind[] Refusals =
    [
        ProblemKinds.RoomNotFound, ProblemKinds.TenantSuspended, ProblemKinds.ProcessingRestricted, ProblemKinds.IdentityBanned, ProblemKinds.RoomFull, ProblemKinds.RoomNotOpen,
        ProblemKinds.RoomExpired, ProblemKinds.RoomClosing, ProblemKinds.LimitReached, ProblemKinds.BudgetExhausted, ProblemKinds.LiveKitClusterGone,
    ];

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapPost("/rooms/{room}/tokens", MintAsync).Costs(RouteCost.Mint).IsWatchedBy(AbuseRule.Mints).Needs(Scope.TokensWrite).Describe(new RouteDoc(
            "mintToken",
            RouteTags.Tokens,
            "Mint a join token",
            """
            A LiveKit access token for one identity in one room, for any LiveKit SDK. The room's settings travel in it: the first join brings the room to life
            as the tenant wants it. LiveKit cannot revoke a token, so it is short: 10 minutes to join, if nothing is said. A client that is connected gets a
            fresh one from LiveKit itself.
            """)
        {
            Body = typeof(MintTokenRequest),
            Example = """{"identity": "ada", "name": "Ada", "role": "host"}""",
            Query = [RoomDocs.DryRun],
            Answers =
            [
                new(201, typeof(TokenResponse), "The token, and where to use it."),
                new(200, typeof(TokenDryRunResponse), "With `dry_run`: what would come of it."),
            ],
            Problems = Refusals,
        });
        tenant.MapPost("/rooms/{room}/tokens/batch", MintManyAsync).Costs(RouteCost.Mint).IsWatchedBy(AbuseRule.Mints).Needs(Scope.TokensWrite).Describe(new RouteDoc(
            "mintTokens", RouteTags.Tokens, "Mint up to 100 join tokens", "As `POST /v1/rooms/{room}/tokens`, for several at once: all are minted, or none.")
        {
            Body = typeof(MintTokensRequest),
            Example = """{"tokens": [{"identity": "ada", "role": "host"}, {"identity": "bob"}]}""",
            Answers = [new(201, typeof(TokensResponse), "The tokens, in the order in which they were asked for.")],
            Problems = Refusals,
        });
    }

    private static async Task<IResult> MintAsync(string room, HttpContext context, TokenMinter minter)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.MintTokenRequest, static (asked, errors) => Check(asked, "", errors));
        if (request is null)
        {
            return problem!;
        }

        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "dry_run");
        var dryRun = PageRequest.ReadFlag(context, "dry_run", errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var (plan, refusal) = await minter.PlanAsync(CurrentTenant.Of(context), room, [request], static _ => "", context.RequestAborted);
        if (dryRun && refusal is not { Status: StatusCodes.Status400BadRequest or StatusCodes.Status404NotFound })
        {
            return Results.Json(
                new TokenDryRunResponse(plan is not null, refusal?.Code, refusal?.Detail, refusal?.Limit, plan is null ? null : minter.Describe(plan, 0)),
                ApiJson.Default.TokenDryRunResponse);
        }

        return plan is null
            ? refusal!
            : Results.Json(minter.Mint(plan, 0), ApiJson.Default.TokenResponse, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> MintManyAsync(string room, HttpContext context, TokenMinter minter, ActivityCounters counters)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.MintTokensRequest, CheckAll);
        if (request is null)
        {
            return problem!;
        }

        // The route has counted one.
        counters.Count(CurrentTenant.Of(context).Tenant, AbuseRule.Mints, request.Tokens!.Count - 1);
        if (await RequestPoints.TakeMoreAsync(context, request.Tokens.Count - 1) is { } tooMany)
        {
            return tooMany;
        }

        var (plan, refusal) = await minter.PlanAsync(
            CurrentTenant.Of(context), room, request.Tokens!, static number => $"/tokens/{number}", context.RequestAborted);
        return plan is null
            ? refusal!
            : Results.Json(
                new TokensResponse([.. Enumerable.Range(0, plan.Asked.Count).Select(number => minter.Mint(plan, number))]),
                ApiJson.Default.TokensResponse,
                statusCode: StatusCodes.Status201Created);
    }

    private static void CheckAll(MintTokensRequest request, FieldErrors errors)
    {
        var identities = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < (request.Tokens?.Count ?? 0); i++)
        {
            if (request.Tokens![i] is not { } token)
            {
                continue;
            }

            Check(token, $"/tokens/{i}", errors);
            if (token.Identity is { } identity && !identities.Add(identity))
            {
                errors.Add($"/tokens/{i}/identity", "stands here twice; each identity can be in a room once");
            }
        }
    }

    private static void Check(MintTokenRequest request, string pointer, FieldErrors errors)
    {
        if (request is { Role: not null, Permissions: not null })
        {
            errors.Add($"{pointer}/permissions", "cannot be given together with role; give one of the two");
        }

        foreach (var key in request.Attributes?.Keys.Where(LabelSeal.IsReserved) ?? [])
        {
            errors.Add($"{pointer}/attributes/{JsonPointer.Escape(key)}", ReservedDetail);
        }
    }
}
