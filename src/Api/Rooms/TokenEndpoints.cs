using System.Buffers;
using System.Text;
using RelayKit.Api.Cluster;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.LiveKit;
using RelayKit.Rooms;

namespace RelayKit.Api.Rooms;

/// <summary>Join tokens: <c>/v1/rooms/{room}/tokens</c>.</summary>
internal static class TokenEndpoints
{
    private const int DefaultTtlSeconds = 600;
    private const int MaxTtlSeconds = 86_400;
    private const int MaxIdentityLength = 128;
    private const int MaxNameBytes = 256;
    private const int MaxAttributesBytes = 64 * 1024;
    private const string DefaultRole = "participant";

    private static readonly SearchValues<char> IdentityCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-@+");

    public static void Map(IEndpointRouteBuilder tenant) => tenant.MapPost("/rooms/{room}/tokens", MintAsync);

    private static async Task<IResult> MintAsync(
        string room, HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls, LiveKitClusters liveKit, TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.MintTokenRequest);
        if (request is null)
        {
            return problem!;
        }

        var errors = Check(request);
        if (errors.Any)
        {
            return errors.ToProblem();
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
            return new Error(
                ErrorCode.UnknownLiveKitCluster,
                $"The room lives on the LiveKit cluster '{found.Value.LiveKitCluster}', which is no longer configured. Tell the operator.").ToProblem();
        }

        var ttlSeconds = request.TtlSeconds ?? DefaultTtlSeconds;
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds() + ttlSeconds);
        var token = cluster.Tokens.Issue(ToTokenRequest(request, found.Value, ttlSeconds));
        return Results.Json(
            new TokenResponse(token, cluster.PublicUrl, room, request.Identity!, expiresAt),
            ApiJson.Default.TokenResponse,
            statusCode: StatusCodes.Status201Created);
    }

    private static FieldErrors Check(MintTokenRequest request)
    {
        var errors = new FieldErrors();
        if (errors.Require(request.Identity, "/identity", "say who joins")
            && (request.Identity.Length > MaxIdentityLength || request.Identity.AsSpan().ContainsAnyExcept(IdentityCharacters)))
        {
            errors.Add("/identity", $"has to be 1 to {MaxIdentityLength} of A-Z a-z 0-9 . _ : - @ +");
        }

        errors.AtMostBytes(request.Name, MaxNameBytes, "/name");
        errors.IsText(request.Name, "/name");
        errors.InRange(request.TtlSeconds, 1, MaxTtlSeconds, "/ttl_seconds");
        errors.AtMostBytes(request.Metadata, RoomEndpoints.MaxMetadataBytes, "/metadata");
        errors.IsText(request.Metadata, "/metadata");
        CheckRights(errors, request);
        CheckAttributes(errors, request.Attributes);
        return errors;
    }

    private static void CheckRights(FieldErrors errors, MintTokenRequest request)
    {
        if (request.Role is { } role && !TokenGrants.Roles.ContainsKey(role))
        {
            errors.Add("/role", $"has to be one of {string.Join(", ", TokenGrants.Roles.Keys)}");
        }

        if (request is { Role: not null, Permissions: not null })
        {
            errors.Add("/permissions", "cannot be given together with role; give one of the two");
        }

        var sources = request.Permissions?.CanPublishSources ?? [];
        for (var i = 0; i < sources.Count; i++)
        {
            if (sources[i] is null || !TokenGrants.IsSource(sources[i]))
            {
                errors.Add($"/permissions/can_publish_sources/{i}", "has to be camera, microphone, screen_share or screen_share_audio");
            }
        }
    }

    private static void CheckAttributes(FieldErrors errors, Dictionary<string, string>? attributes)
    {
        var bytes = 0;
        foreach (var (key, value) in attributes ?? [])
        {
            var pointer = $"/attributes/{JsonPointer.Escape(key)}";
            if (value is null)
            {
                errors.Add(pointer, "has to be text, not null");
                continue;
            }

            errors.IsText(key, "/attributes");
            errors.IsText(value, pointer);
            bytes += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value);
        }

        if (bytes > MaxAttributesBytes)
        {
            errors.Add("/attributes", $"have to be at most {MaxAttributesBytes} bytes of keys and values together");
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
