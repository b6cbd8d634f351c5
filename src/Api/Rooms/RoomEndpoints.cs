using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Rooms;

namespace RelayKit.Api.Rooms;

/// <summary>A tenant's rooms: <c>/v1/rooms</c>.</summary>
internal static class RoomEndpoints
{
    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapPost("/rooms", CreateAsync).Describe(new RouteDoc(
            "createRoom",
            RouteTags.Rooms,
            "Create a room",
            "A room is durable: it is there until it is deleted, whether or not anybody is in it. Creating it twice with the same settings is no error.")
        {
            Body = typeof(CreateRoomRequest),
            Example = """{"name": "standup", "max_participants": 20}""",
            Answers = [new(201, typeof(RoomResponse), "The room is new."), new(200, typeof(RoomResponse), "The room was there with the same settings.")],
            Problems = [ProblemKinds.RoomExistsWithOtherSettings],
        });
        tenant.MapGet("/rooms", ListAsync).Describe(new RouteDoc("listRooms", RouteTags.Rooms, "List rooms", "The rooms that exist, newest first.")
        {
            Query = [QueryDoc.Limit, QueryDoc.Cursor],
            Answers = [new(200, typeof(Page<RoomResponse>), "A page of rooms.")],
        });
        tenant.MapGet("/rooms/{room}", GetAsync).Describe(new RouteDoc("getRoom", RouteTags.Rooms, "Get a room", "The room as it is now.")
        {
            Answers = [new(200, typeof(RoomResponse), "The room.")],
            Problems = [ProblemKinds.RoomNotFound],
        });
        tenant.MapDelete("/rooms/{room}", DeleteAsync).Describe(new RouteDoc(
            "deleteRoom",
            RouteTags.Rooms,
            "Delete a room",
            "No token of the room leads anywhere from now on, and the session that goes on ends.")
        {
            Answers = [new(200, typeof(RoomResponse), "The room as it was, with `status` `closed`.")],
            Problems = [ProblemKinds.RoomNotFound, ProblemKinds.LiveKitUnavailable],
        });
        tenant.MapGet("/rooms/{room}/participants", ListParticipantsAsync).Describe(new RouteDoc(
            "listParticipants", RouteTags.Participants, "List who is in a room", "Everybody who is connected now, by the time they joined.")
        {
            Answers = [new(200, typeof(Page<LiveParticipantResponse>), "Everybody, on one page.")],
            Problems = [ProblemKinds.RoomNotFound],
        });
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

    private static async Task<IResult> CreateAsync(HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.CreateRoomRequest);
        if (request is null)
        {
            return problem!;
        }

        var settings = new RoomSettings
        {
            MaxParticipants = request.MaxParticipants,
            EmptyTimeoutSeconds = request.EmptyTimeoutSeconds,
            DepartureTimeoutSeconds = request.DepartureTimeoutSeconds,
            Metadata = request.Metadata,
        };
        var created = await calls.RepeatableAsync(
            Find(context, rooms, request.Name!)!,
            settings,
            static (room, settings, giveUp) => room.CreateAsync(settings, giveUp),
            context.RequestAborted);
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

    private static async Task<IResult> ListAsync(HttpContext context, IRoomStore store)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "limit", "cursor");
        var limit = PageRequest.ReadLimit(context, errors);
        var after = default(RoomCursor);
        if (PageRequest.ReadText(context, "cursor") is { } text && !RoomCursorText.TryParse(text, out after))
        {
            errors.Add("?cursor", "is not one that this list gave; begin again without it");
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var current = CurrentTenant.Of(context);
        var page = await store.ListAsync(new RoomListQuery(current.Tenant, current.Mode, limit, after), context.RequestAborted);
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

        var found = await calls.ReadAsync(grain, context.RequestAborted);
        return found.IsSuccess ? Results.Json(RoomResponse.Of(found.Value), ApiJson.Default.RoomResponse) : found.Error.ToProblem();
    }

    private static async Task<IResult> DeleteAsync(
        string room, HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls, TimeProvider time)
    {
        if (Find(context, rooms, room) is not { } grain)
        {
            return NoSuchRoom();
        }

        var deleted = await calls.RepeatableAsync(
            grain, time.GetUtcNow(), static (room, askedAt, giveUp) => room.DeleteAsync(askedAt, giveUp), context.RequestAborted);
        return deleted.IsSuccess ? Results.Json(RoomResponse.Of(deleted.Value), ApiJson.Default.RoomResponse) : deleted.Error.ToProblem();
    }

    private static async Task<IResult> ListParticipantsAsync(
        string room, HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls)
    {
        if (Find(context, rooms, room) is not { } grain)
        {
            return NoSuchRoom();
        }

        var live = await calls.RepeatableAsync(
            grain, default(object), static (room, _, _) => room.ListParticipantsAsync(), context.RequestAborted);
        return live.IsSuccess
            ? Results.Json(
                new Page<LiveParticipantResponse>([.. live.Value.Select(LiveParticipantResponse.Of)], null),
                ApiJson.Default.PageLiveParticipantResponse)
            : live.Error.ToProblem();
    }
}
