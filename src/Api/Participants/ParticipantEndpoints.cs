using System.Collections.Immutable;
using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Api.Requests.Rules;
using RelayKit.Api.Rooms;
using RelayKit.Api.Tenants;
using RelayKit.Api.Tokens;
using RelayKit.Labels;
using RelayKit.Rooms;
using RelayKit.Sessions;

namespace RelayKit.Api.Participants;

/// <summary>Who is in a room and who has been, and what is done to them: <c>/v1/rooms/{room}/participants</c>.</summary>
internal static class ParticipantEndpoints
{
    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapGet("/rooms/{room}/participants", ListAsync).Costs(RouteCost.Read).Needs(Scope.ParticipantsRead).Describe(ParticipantDocs.List);
        tenant.MapGet("/rooms/{room}/participants/{identity}", GetAsync).Costs(RouteCost.Read).Needs(Scope.ParticipantsRead).Describe(ParticipantDocs.Get);
        tenant.MapPatch("/rooms/{room}/participants/{identity}", UpdateAsync).Costs(RouteCost.Write).Needs(Scope.ParticipantsWrite).Describe(ParticipantDocs.Update);
        tenant.MapPost("/rooms/{room}/participants/{identity}/remove", RemoveAsync).Costs(RouteCost.Write).Needs(Scope.ParticipantsWrite).Describe(ParticipantDocs.Remove);
        tenant.MapPost("/rooms/{room}/participants/{identity}/mute", MuteOneAsync).Costs(RouteCost.Write).Needs(Scope.ParticipantsWrite).Describe(ParticipantDocs.Mute);
        tenant.MapPost("/rooms/{room}/participants/{identity}/move", MoveAwayAsync).Costs(RouteCost.Write).Needs(Scope.ParticipantsWrite).Describe(ParticipantDocs.Move);
        tenant.MapPost("/rooms/{room}/participants/{identity}/forward", ForwardAsync).Costs(RouteCost.Write).Needs(Scope.ParticipantsWrite).Describe(ParticipantDocs.Forward);
        tenant.MapPost("/rooms/{room}/mute", MuteAllAsync).Costs(RouteCost.Write).Needs(Scope.ParticipantsWrite).Describe(ParticipantDocs.MuteAll);
        tenant.MapPost("/rooms/{room}/data", SendDataAsync).Costs(RouteCost.Write).Needs(Scope.ParticipantsWrite).Describe(ParticipantDocs.SendData);
        tenant.MapGet("/rooms/{room}/bans", ListBansAsync).Costs(RouteCost.Read).Needs(Scope.ParticipantsRead).Describe(ParticipantDocs.ListBans);
        tenant.MapDelete("/rooms/{room}/bans/{identity}", LiftBanAsync).Costs(RouteCost.Write).Needs(Scope.ParticipantsWrite).Describe(ParticipantDocs.LiftBan);
    }

    private static async Task<IResult> ListAsync(
        string room, HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls, ISessionStore sessions)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "status", "limit", "cursor");
        var disconnected = PageRequest.ReadWord(context, "status", errors, "connected", "disconnected") == "disconnected";
        var limit = PageRequest.ReadLimit(context, errors);
        var after = PageRequest.ReadCursor<ParticipantCursor?>(
            context, errors, (string text, out ParticipantCursor? place) => ParticipantCursorText.TryParse(text, out place) && disconnected, null);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (RoomEndpoints.Find(context, rooms, room) is not { } grain)
        {
            return RoomEndpoints.NoSuchRoom();
        }

        var live = await calls.RepeatableAsync(grain, default(object), static (room, _, _) => room.ListParticipantsAsync(), context.RequestAborted);
        if (!live.IsSuccess)
        {
            return live.Error.ToProblem();
        }

        if (!disconnected)
        {
            return Results.Json(
                new Page<ParticipantResponse>([.. live.Value.Select(ParticipantResponse.Of)], null), ApiJson.Default.PageParticipantResponse);
        }

        var current = CurrentTenant.Of(context);
        var page = await sessions.ListDepartedAsync(new RoomKey(current.Tenant, current.Mode, room), limit, after, context.RequestAborted);
        return Results.Json(
            new Page<ParticipantResponse>(
                [.. page.Participants.Select(ParticipantResponse.Of)], page.Next is { } next ? ParticipantCursorText.Write(next) : null),
            ApiJson.Default.PageParticipantResponse);
    }

    private static async Task<IResult> GetAsync(
        string room, string identity, HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls)
    {
        if (Find(context, rooms, room, identity) is not { } grain)
        {
            return NotFound(room, identity);
        }

        var found = await calls.RepeatableAsync(
            grain, identity, static (room, identity, giveUp) => room.GetParticipantAsync(identity, giveUp), context.RequestAborted);
        return Answer(found);
    }

    private static async Task<IResult> UpdateAsync(
        string room, string identity, HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls, TenantPolicies policies)
    {
        var policy = await policies.GetAsync(CurrentTenant.Of(context).Tenant);
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.UpdateParticipantRequest, (asked, errors) =>
        {
            if (asked is { Role: not null, Permissions: not null })
            {
                errors.Add("/permissions", "cannot be given together with role; give one of the two");
            }
            else if (asked.Role is { } name && policy.RoleOf(name) is null)
            {
                errors.Add("/role", $"'{name}' is not a role of this tenant's; GET /v1/roles lists those that there are");
            }

            foreach (var key in asked.Attributes?.Keys.Where(LabelSeal.IsReserved) ?? [])
            {
                errors.Add($"/attributes/{JsonPointer.Escape(key)}", TokenEndpoints.ReservedDetail);
            }
        });
        if (request is null)
        {
            return problem!;
        }

        if (Find(context, rooms, room, identity) is not { } grain)
        {
            return NotFound(room, identity);
        }

        var change = new ParticipantChange
        {
            Name = request.Name,
            Metadata = request.Metadata,
            Attributes = request.Attributes?.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Grants = request.Permissions is { } permissions ? TokenGrants.Of(permissions) : request.Role is { } role ? policy.RoleOf(role)!.Grants : null,
        };
        return Answer(await calls.OnceAsync(
            grain, (identity, change), static (room, asked, giveUp) => room.UpdateParticipantAsync(asked.identity, asked.change, giveUp), context.RequestAborted));
    }

    private static async Task<IResult> RemoveAsync(
        string room, string identity, HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.RemoveParticipantRequest);
        if (request is null)
        {
            return problem!;
        }

        if (Find(context, rooms, room, identity) is not { } grain)
        {
            return NotFound(room, identity);
        }

        var removal = new ParticipantRemoval(
            identity, request.Reason, request.Message, request.BanSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        var removed = await calls.OnceAsync(
            grain, removal, static (room, removal, giveUp) => room.RemoveParticipantAsync(removal, giveUp), context.RequestAborted);
        return removed.IsSuccess
            ? Results.Json(
                new RemovedParticipantResponse(identity, removed.Value.WasConnected, removed.Value.BannedUntil),
                ApiJson.Default.RemovedParticipantResponse)
            : removed.Error.ToProblem();
    }

    private static async Task<IResult> MuteOneAsync(
        string room, string identity, HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.MuteParticipantRequest);
        if (request is null)
        {
            return problem!;
        }

        if (Find(context, rooms, room, identity) is not { } grain)
        {
            return NotFound(room, identity);
        }

        return await MuteAsync(context, calls, grain, new TrackMute
        {
            Identity = identity,
            TrackSid = request.TrackSid,
            Sources = [.. request.Sources ?? []],
            Muted = request.Muted ?? true,
        });
    }

    private static async Task<IResult> MuteAllAsync(string room, HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.MuteRoomRequest);
        if (request is null)
        {
            return problem!;
        }

        if (RoomEndpoints.Find(context, rooms, room) is not { } grain)
        {
            return RoomEndpoints.NoSuchRoom();
        }

        return await MuteAsync(context, calls, grain, new TrackMute
        {
            Except = [.. request.Except ?? []],
            Sources = [.. request.Sources ?? ["microphone"]],
            Muted = request.Muted ?? true,
        });
    }

    private static async Task<IResult> MuteAsync(HttpContext context, GrainCalls calls, IRoomGrain grain, TrackMute mute)
    {
        // Muting twice is muting once.
        var muted = await calls.RepeatableAsync(grain, mute, static (room, mute, giveUp) => room.MuteAsync(mute, giveUp), context.RequestAborted);
        return muted.IsSuccess
            ? Results.Json(MutedTracksResponse.Of(muted.Value), ApiJson.Default.MutedTracksResponse)
            : muted.Error.ToProblem();
    }

    private static Task<IResult> MoveAwayAsync(
        string room, string identity, HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls) =>
        MoveAsync(room, identity, copy: false, context, rooms, calls);

    private static Task<IResult> ForwardAsync(
        string room, string identity, HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls) =>
        MoveAsync(room, identity, copy: true, context, rooms, calls);

    private static async Task<IResult> MoveAsync(
        string room, string identity, bool copy, HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.MoveParticipantRequest, (asked, errors) =>
        {
            if (asked.DestinationRoom == room)
            {
                errors.Add("/destination_room", "has to be another room");
            }
        });
        if (request is null)
        {
            return problem!;
        }

        if (Find(context, rooms, room, identity) is not { } grain)
        {
            return NotFound(room, identity);
        }

        // The other room is looked up under the caller's own key: nobody is ever moved into a neighbour's.
        var destination = await calls.ReadAsync(RoomEndpoints.Find(context, rooms, request.DestinationRoom!)!, context.RequestAborted);
        if (!destination.IsSuccess)
        {
            return destination.Error.ToProblem();
        }

        var moved = await calls.OnceAsync(
            grain,
            (identity, Destination: destination.Value.LiveKitName.ToString(), copy),
            static (room, asked, giveUp) => room.MoveParticipantAsync(asked.identity, asked.Destination, asked.copy, giveUp),
            context.RequestAborted);
        return moved.IsSuccess ? Results.NoContent() : moved.Error.ToProblem();
    }

    private static async Task<IResult> SendDataAsync(string room, HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.SendDataRequest, DataPayload.Check);
        if (request is null)
        {
            return problem!;
        }

        if (RoomEndpoints.Find(context, rooms, room) is not { } grain)
        {
            return RoomEndpoints.NoSuchRoom();
        }

        var message = new DataMessage
        {
            Payload = DataPayload.Of(request),
            Topic = request.Topic,
            Identities = [.. request.Identities ?? []],
            Reliable = request.Reliable ?? true,
        };
        var sent = await calls.OnceAsync(grain, message, static (room, message, giveUp) => room.SendDataAsync(message, giveUp), context.RequestAborted);
        return sent.IsSuccess ? Results.NoContent() : sent.Error.ToProblem();
    }

    private static async Task<IResult> ListBansAsync(string room, HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls)
    {
        if (RoomEndpoints.Find(context, rooms, room) is not { } grain)
        {
            return RoomEndpoints.NoSuchRoom();
        }

        var bans = await calls.RepeatableAsync(grain, default(object), static (room, _, _) => room.ListBansAsync(), context.RequestAborted);
        return bans.IsSuccess
            ? Results.Json(new Page<BanResponse>([.. bans.Value.Select(BanResponse.Of)], null), ApiJson.Default.PageBanResponse)
            : bans.Error.ToProblem();
    }

    private static async Task<IResult> LiftBanAsync(
        string room, string identity, HttpContext context, GrainReferences<IRoomGrain> rooms, GrainCalls calls)
    {
        if (Find(context, rooms, room, identity) is not { } grain)
        {
            return NotFound(room, identity);
        }

        var lifted = await calls.OnceAsync(
            grain, identity, static (room, identity, giveUp) => room.LiftBanAsync(identity, giveUp), context.RequestAborted);
        return lifted.IsSuccess ? Results.NoContent() : lifted.Error.ToProblem();
    }

    private static IRoomGrain? Find(HttpContext context, GrainReferences<IRoomGrain> rooms, string room, string identity) =>
        IdentityAttribute.IsIdentity(identity) ? RoomEndpoints.Find(context, rooms, room) : null;

    /// <summary>A name that nothing can have is answered like one that nothing has.</summary>
    private static ProblemResult NotFound(string room, string identity) => RoomName.IsValid(room)
        ? new Error(
            ErrorCode.ParticipantNotFound,
            $"'{(identity.Length > IdentityAttribute.MaxLength ? identity[..IdentityAttribute.MaxLength] : identity)}' can be nobody's identity.").ToProblem()
        : RoomEndpoints.NoSuchRoom();

    private static IResult Answer(Result<ParticipantDetails> details) => details.IsSuccess
        ? Results.Json(ParticipantDetailsResponse.Of(details.Value), ApiJson.Default.ParticipantDetailsResponse)
        : details.Error.ToProblem();
}
