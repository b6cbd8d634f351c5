using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.LiveKit;
using RelayKit.Rooms;

namespace RelayKit.Api.Rooms;

/// <summary>Join tokens: <c>/v1/rooms/{room}/tokens</c>.</summary>
internal static class TokenEndpoints
{
    private const int DefaultTtlSeconds = 600;
    private const string DefaultRole = "participant";

    public static void Map(IEndpointRouteBuilder tenant) => tenant.MapPost("/rooms/{room}/tokens", MintAsync).Describe(new RouteDoc(
        "mintToken",
        RouteTags.Tokens,
        "Mint a join token",
        "A LiveKit access token for one identity in one room, for any LiveKit SDK. The room's settings travel in it: the first join brings the room to life.")
    {
        Body = typeof(MintTokenRequest),
        Example = """{"identity": "ada", "name": "Ada", "role": "host"}""",
        Answers = [new(201, typeof(TokenResponse), "The token, and where to use it.")],
        Problems = [ProblemKinds.RoomNotFound, ProblemKinds.LiveKitClusterGone],
    });

    private static async Task<IResult> MintAsync(
        string room, HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls, LiveKitClusters liveKit, TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.MintTokenRequest, Check);
        if (request is null)
        {
            return problem!;
        }

        if (RoomEndpoints.Find(context, rooms, room) is not { } grain)
        {
            return RoomEndpoints.NoSuchRoom();
        }

        var found = await calls.ReadAsync(grain, context.RequestAborted);
        if (!found.IsSuccess)
        {
            return found.Error.ToProblem();
        }

        if (!liveKit.TryGetByName(found.Value.LiveKitCluster, out var cluster))
        {
            return new ProblemResult(
                ProblemKinds.LiveKitClusterGone,
                $"The room lives on the LiveKit cluster '{found.Value.LiveKitCluster}', which is no longer configured. Tell the operator.");
        }

        var ttlSeconds = request.TtlSeconds ?? DefaultTtlSeconds;
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds() + ttlSeconds);
        var token = cluster.Tokens.Issue(ToTokenRequest(request, found.Value, ttlSeconds));
        return Results.Json(
            new TokenResponse(token, cluster.PublicUrl, room, request.Identity!, expiresAt),
            ApiJson.Default.TokenResponse,
            statusCode: StatusCodes.Status201Created);
    }

    private static void Check(MintTokenRequest request, FieldErrors errors)
    {
        if (request is { Role: not null, Permissions: not null })
        {
            errors.Add("/permissions", "cannot be given together with role; give one of the two");
        }
    }

    private static AccessTokenRequest ToTokenRequest(MintTokenRequest request, Room room, int ttlSeconds) => new()
    {
        Identity = request.Identity,
        Name = request.Name,
        Ttl = TimeSpan.FromSeconds(ttlSeconds),
        Metadata = request.Metadata,
        Attributes = request.Attributes ?? [],
        Video = TokenGrants.For(room.LiveKitName.ToString(), request.Permissions ?? TokenGrants.Roles[request.Role ?? DefaultRole]),
        RoomConfig = ToConfiguration(room.Settings),
    };

    /// <summary>
    /// The room's settings travel in the token: the first join makes the room in LiveKit as the tenant wants it, without a call
    /// from RelayKit, which a LiveKit that is away could fail.
    /// </summary>
    private static RoomConfiguration? ToConfiguration(RoomSettings settings) => settings == new RoomSettings()
        ? null
        : new RoomConfiguration
        {
            MaxParticipants = settings.MaxParticipants ?? 0,
            EmptyTimeout = ToTimeSpan(settings.EmptyTimeoutSeconds),
            DepartureTimeout = ToTimeSpan(settings.DepartureTimeoutSeconds),
            Metadata = settings.Metadata,
        };

    private static TimeSpan? ToTimeSpan(int? seconds) => seconds is { } given ? TimeSpan.FromSeconds(given) : null;
}
