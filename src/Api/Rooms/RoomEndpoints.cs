using RelayKit.Abuse;
using RelayKit.Access;
using RelayKit.Api.Abuse;
using RelayKit.Api.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Api.Tenants;
using RelayKit.Rooms;

namespace RelayKit.Api.Rooms;

/// <summary>A tenant's rooms: <c>/v1/rooms</c>.</summary>
internal static class RoomEndpoints
{
    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapPost("/rooms", CreateAsync).Costs(RouteCost.Write).IsWatchedBy(AbuseRule.Rooms).Needs(Scope.RoomsWrite).Describe(RoomDocs.Create);
        tenant.MapGet("/rooms", ListAsync).Costs(RouteCost.Read).Needs(Scope.RoomsRead).Describe(RoomDocs.List);
        tenant.MapGet("/rooms/{room}", GetAsync).Costs(RouteCost.Read).Needs(Scope.RoomsRead).Describe(RoomDocs.Get);
        tenant.MapPatch("/rooms/{room}", UpdateAsync).Costs(RouteCost.Write).Needs(Scope.RoomsWrite).Describe(RoomDocs.Update);
        tenant.MapDelete("/rooms/{room}", DeleteAsync).Costs(RouteCost.Write).Needs(Scope.RoomsWrite).Describe(RoomDocs.Delete);
        tenant.MapPost("/rooms/{room}/revoke-tokens", RevokeTokensAsync).Costs(RouteCost.Write).Needs(Scope.RoomsWrite).Describe(RoomDocs.RevokeTokens);
    }

    /// <summary>The grain of a room of the caller's; null when the text cannot be the name of one.</summary>
    public static IRoomGrain? Find(HttpContext context, GrainReferences<IRoomGrain> rooms, string room)
    {
        var current = CurrentTenant.Of(context);
        return RoomName.IsValid(room)
            ? rooms.Get(new RoomKey(current.Tenant, current.Mode, room).ToString())
            : null;
    }

    /// <summary>A name that no room can have is answered like one that no room has.</summary>
    public static ProblemResult NoSuchRoom() => new Error(
        ErrorCode.RoomNotFound,
        $"There is no such room: a name is 1 to {RoomName.MaxLength} of A-Z a-z 0-9 . _ : -").ToProblem();

    /// <summary>The room as it is now; a look changes nothing and so may be repeated.</summary>
    public static ValueTask<Result<Room>> ReadAsync(this GrainCalls calls, IRoomGrain room, CancellationToken giveUp) =>
        calls.RepeatableAsync(room, default(object), static (room, _, _) => room.GetAsync(), giveUp);

    private static async Task<IResult> CreateAsync(
        HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls, TenantPolicies policies, TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.CreateRoomRequest, RoomFieldsMapping.Check);
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

        var current = CurrentTenant.Of(context);
        var policy = await policies.GetAsync(current.Tenant);
        var settings = RoomFieldsMapping.ToSettings(request).WithDefaults(policy.Settings.RoomDefaults);
        var refusal = RoomRecordingMapping.Refusal(settings.Recording, policy.Settings)?.ToProblem();
        var grain = Find(context, rooms, request.Name!)!;
        if (dryRun)
        {
            return await DryRunAsync(context, calls, grain, new RoomKey(current.Tenant, current.Mode, request.Name!), settings, policy.LiveKitCluster, refusal, time);
        }

        if (refusal is not null)
        {
            return refusal;
        }

        var created = await calls.RepeatableAsync(
            grain, settings, static (room, settings, giveUp) => room.CreateAsync(settings, giveUp), context.RequestAborted);
        if (!created.IsSuccess)
        {
            return created.Error.ToProblem();
        }

        var response = RoomResponse.Of(created.Value.Room);
        context.Response.Headers.Location = $"/v1/rooms/{response.Name}";
        return Results.Json(
            response,
            ApiJson.Default.RoomResponse,
            statusCode: created.Value.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> DryRunAsync(
        HttpContext context, GrainCalls calls, IRoomGrain grain, RoomKey key, RoomSettings settings, string cluster, ProblemResult? refusal, TimeProvider time)
    {
        var found = await calls.ReadAsync(grain, context.RequestAborted);
        var conflicts = found.IsSuccess && found.Value.Settings != settings;
        var effective = found.IsSuccess ? found.Value with { Settings = settings } : new Room
        {
            LiveKitName = new LiveKitRoomName(key, 1),
            Settings = settings,
            Status = RoomStatus.Idle,
            Participants = 0,
            SessionId = null,
            CreatedAt = time.GetUtcNow(),
            LiveKitCluster = cluster,
        };
        return Results.Json(
            new RoomDryRunResponse(
                !conflicts && refusal is null,
                conflicts ? ProblemKinds.RoomExistsWithOtherSettings.Code : refusal?.Code,
                conflicts ? $"Room '{key.Name}' exists with other settings." : refusal?.Detail,
                found.IsSuccess,
                RoomResponse.Of(effective)),
            ApiJson.Default.RoomDryRunResponse);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IRoomStore store)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "limit", "cursor", "status", "name_prefix", "label");
        var limit = PageRequest.ReadLimit(context, errors);
        var after = PageRequest.ReadCursor<RoomCursor?>(context, errors, RoomCursorText.TryParse, null);
        var status = PageRequest.ReadWord(context, "status", errors, "idle", "live");
        var prefix = PageRequest.ReadRoomName(context, "name_prefix", errors);
        var label = LabelParameter.Read(context, errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var current = CurrentTenant.Of(context);
        var query = new RoomListQuery(current.Tenant, current.Mode, limit, after)
        {
            Live = status is null ? null : status == "live",
            NamePrefix = prefix,
            Label = label,
        };
        var page = await store.ListAsync(query, context.RequestAborted);
        return Results.Json(
            new Page<RoomResponse>([.. page.Rooms.Select(RoomResponse.Of)], page.Next is { } next ? RoomCursorText.Write(next) : null),
            ApiJson.Default.PageRoomResponse);
    }

    private static async Task<IResult> GetAsync(string room, HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls)
    {
        if (Find(context, rooms, room) is not { } grain)
        {
            return NoSuchRoom();
        }

        return Answer(await calls.ReadAsync(grain, context.RequestAborted));
    }

    private static async Task<IResult> UpdateAsync(
        string room, HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls, TenantPolicies policies)
    {
        var (body, problem) = await PatchBody<UpdateRoomRequest>.ReadAsync(context, ApiJson.Default.UpdateRoomRequest, RoomFieldsMapping.Check);
        if (body is null)
        {
            return problem!;
        }

        if (Find(context, rooms, room) is not { } grain)
        {
            return NoSuchRoom();
        }

        var change = new RoomChange(RoomFieldsMapping.ToSettings(body.Value), RoomFieldsMapping.GivenBy(body.Given));
        if (change.Values.Recording is { } recording
            && RoomRecordingMapping.Refusal(recording, (await policies.GetAsync(CurrentTenant.Of(context).Tenant)).Settings) is { } refusal)
        {
            return refusal.ToProblem();
        }

        return Answer(await calls.RepeatableAsync(
            grain, change, static (room, change, giveUp) => room.UpdateAsync(change, giveUp), context.RequestAborted));
    }

    private static async Task<IResult> DeleteAsync(
        string room, HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls, TimeProvider time)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "when_live");
        var whenLive = PageRequest.ReadWord(context, "when_live", errors, "end", "fail", "after") switch
        {
            "fail" => WhenLive.Fail,
            "after" => WhenLive.After,
            _ => WhenLive.End,
        };
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (Find(context, rooms, room) is not { } grain)
        {
            return NoSuchRoom();
        }

        return Answer(await calls.RepeatableAsync(
            grain,
            (AskedAt: time.GetUtcNow(), WhenLive: whenLive),
            static (room, asked, giveUp) => room.CloseAsync(asked.AskedAt, asked.WhenLive, giveUp),
            context.RequestAborted));
    }

    private static async Task<IResult> RevokeTokensAsync(
        string room, HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls, TimeProvider time)
    {
        if (Find(context, rooms, room) is not { } grain)
        {
            return NoSuchRoom();
        }

        return Answer(await calls.RepeatableAsync(
            grain, time.GetUtcNow(), static (room, askedAt, giveUp) => room.RevokeTokensAsync(askedAt, giveUp), context.RequestAborted));
    }

    private static IResult Answer(Result<Room> room) =>
        room.IsSuccess ? Results.Json(RoomResponse.Of(room.Value), ApiJson.Default.RoomResponse) : room.Error.ToProblem();
}
