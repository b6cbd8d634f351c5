using System.Text;
using Google.Protobuf;
using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Rooms;
using RelayKit.LiveKit.Simulator.Tokens;

namespace RelayKit.LiveKit.Simulator.Twirp;

/// <summary>LiveKit's RoomService, with the open-source server's behaviour and its words.</summary>
internal sealed class RoomService
{
    private const int MaxNameLength = 256;
    private const int MaxMetadataBytes = 512 * 1024;
    private const int MaxAttributesBytes = 64 * 1024;

    private readonly SimulatedNode _node;
    private readonly Dictionary<string, RoomMethod> _methods;

    public RoomService(SimulatedNode node)
    {
        _node = node;
        _methods = new Dictionary<string, RoomMethod>(StringComparer.Ordinal)
        {
            ["CreateRoom"] = RoomMethod.Of<CreateRoomRequest>(
                CreateRoomRequest.Descriptor, (claims, _) => claims.Has("roomCreate"), CreateRoom),
            ["ListRooms"] = RoomMethod.Of<ListRoomsRequest>(ListRoomsRequest.Descriptor, (claims, _) => claims.Has("roomList"), ListRooms),
            ["DeleteRoom"] = RoomMethod.Of<DeleteRoomRequest>(
                DeleteRoomRequest.Descriptor, (claims, _) => claims.Has("roomCreate"), DeleteRoom),
            ["ListParticipants"] = RoomMethod.Of<ListParticipantsRequest>(
                ListParticipantsRequest.Descriptor, (claims, request) => IsAdmin(claims, request.Room), ListParticipants),
            ["GetParticipant"] = RoomMethod.Of<RoomParticipantIdentity>(
                RoomParticipantIdentity.Descriptor, (claims, request) => IsAdmin(claims, request.Room), GetParticipant),
            ["RemoveParticipant"] = RoomMethod.Of<RoomParticipantIdentity>(
                RoomParticipantIdentity.Descriptor, (claims, request) => IsAdmin(claims, request.Room), RemoveParticipant),
            ["MutePublishedTrack"] = RoomMethod.Of<MuteRoomTrackRequest>(
                MuteRoomTrackRequest.Descriptor, (claims, request) => IsAdmin(claims, request.Room), Mute),
            ["UpdateParticipant"] = RoomMethod.Of<UpdateParticipantRequest>(
                UpdateParticipantRequest.Descriptor, (claims, request) => IsAdmin(claims, request.Room), UpdateParticipant),
            ["UpdateSubscriptions"] = RoomMethod.Of<UpdateSubscriptionsRequest>(
                UpdateSubscriptionsRequest.Descriptor, (claims, request) => IsAdmin(claims, request.Room), UpdateSubscriptions),
            ["SendData"] = RoomMethod.Of<SendDataRequest>(
                SendDataRequest.Descriptor, (claims, request) => IsAdmin(claims, request.Room), SendData),
            ["UpdateRoomMetadata"] = RoomMethod.Of<UpdateRoomMetadataRequest>(
                UpdateRoomMetadataRequest.Descriptor, (claims, request) => IsAdmin(claims, request.Room), UpdateRoomMetadata),
            ["ForwardParticipant"] = RoomMethod.Of<ForwardParticipantRequest>(
                ForwardParticipantRequest.Descriptor,
                (claims, request) => IsAdmin(claims, request.Room) && claims.DestinationRoom == request.DestinationRoom,
                request => NotHere(request.Room, request.DestinationRoom)),
            ["MoveParticipant"] = RoomMethod.Of<MoveParticipantRequest>(
                MoveParticipantRequest.Descriptor,
                (claims, request) => IsAdmin(claims, request.Room) && claims.DestinationRoom == request.DestinationRoom,
                request => NotHere(request.Room, request.DestinationRoom)),
            ["PerformRpc"] = RoomMethod.Of<PerformRpcRequest>(
                PerformRpcRequest.Descriptor, (claims, request) => IsAdmin(claims, request.Room), PerformRpc),
        };
    }

    public RoomMethod? Find(string name) => _methods.GetValueOrDefault(name);

    private static bool IsAdmin(TokenClaims claims, string room) => claims.Has("roomAdmin") && claims.Room == room;

    private Room CreateRoom(CreateRoomRequest request)
    {
        if (request.Name.Length > MaxNameLength)
        {
            throw NodeException.Invalid("room name length exceeds limits:", $"max length {MaxNameLength}");
        }

        CheckMetadata(request.Metadata);
        return request.Egress is not null
            ? throw new NodeException("internal", "egress not connected (redis required)")
            : _node.CreateRoom(request);
    }

    private ListRoomsResponse ListRooms(ListRoomsRequest request) => _node.Read((rooms, now) =>
    {
        var response = new ListRoomsResponse();
        response.Rooms.AddRange(rooms.Values
            .Where(room => request.Names.Count == 0 || request.Names.Contains(room.Name))
            .Select(room => room.ToWire(now)));
        return response;
    });

    private DeleteRoomResponse DeleteRoom(DeleteRoomRequest request)
    {
        _node.DeleteRoom(request.Room);
        return new DeleteRoomResponse();
    }

    private ListParticipantsResponse ListParticipants(ListParticipantsRequest request) => _node.Read((rooms, _) =>
    {
        var response = new ListParticipantsResponse();
        if (rooms.TryGetValue(request.Room, out var room))
        {
            response.Participants.AddRange(room.Present.Values.Select(participant => participant.Info.Clone()));
        }

        return response;
    });

    private ParticipantInfo GetParticipant(RoomParticipantIdentity request) => _node.Read((rooms, _) =>
        rooms.TryGetValue(request.Room, out var room) && room.Present.TryGetValue(request.Identity, out var participant)
            ? participant.Info.Clone()
            : throw NodeException.NoParticipant());

    private RemoveParticipantResponse RemoveParticipant(RoomParticipantIdentity request)
    {
        RequireParticipant(request.Room, request.Identity, NodeException.NoParticipant);
        _node.Leave(request.Room, request.Identity, DisconnectReason.ParticipantRemoved);
        return new RemoveParticipantResponse();
    }

    private MuteRoomTrackResponse Mute(MuteRoomTrackRequest request)
    {
        if (!request.Muted)
        {
            throw new NodeException("failed_precondition", "remote unmute not enabled");
        }

        RequireParticipant(request.Room, request.Identity, NodeException.NoAnswer);
        return _node.Change(request.Room, request.Identity, participant =>
        {
            var track = participant.Info.Tracks.FirstOrDefault(track => track.Sid == request.TrackSid);
            if (track is not null)
            {
                track.Muted = true;
            }

            return new MuteRoomTrackResponse { Track = track?.Clone() };
        });
    }

    private ParticipantInfo UpdateParticipant(UpdateParticipantRequest request)
    {
        if (Encoding.UTF8.GetByteCount(request.Name) > MaxNameLength)
        {
            throw NodeException.Invalid("name length exceeds limits:", $"max length {MaxNameLength}");
        }

        CheckMetadata(request.Metadata);
        if (request.Attributes.Sum(item => Encoding.UTF8.GetByteCount(item.Key) + Encoding.UTF8.GetByteCount(item.Value)) > MaxAttributesBytes)
        {
            throw NodeException.Invalid("attribute size exceeds limits", $"{MaxAttributesBytes}");
        }

        RequireParticipant(request.Room, request.Identity, NodeException.NoParticipant);
        return _node.Change(request.Room, request.Identity, participant => Update(participant.Info, request));
    }

    private static ParticipantInfo Update(ParticipantInfo info, UpdateParticipantRequest request)
    {
        info.Name = request.Name.Length > 0 ? request.Name : info.Name;
        info.Metadata = request.Metadata.Length > 0 ? request.Metadata : info.Metadata;
        info.Permission = request.Permission ?? info.Permission;
        foreach (var (key, value) in request.Attributes)
        {
            if (value.Length == 0)
            {
                info.Attributes.Remove(key);
            }
            else
            {
                info.Attributes[key] = value;
            }
        }

        info.Version++;
        return info.Clone();
    }

    private UpdateSubscriptionsResponse UpdateSubscriptions(UpdateSubscriptionsRequest request)
    {
        RequireParticipant(request.Room, request.Identity, NodeException.NoAnswer);
        return new UpdateSubscriptionsResponse();
    }

    private SendDataResponse SendData(SendDataRequest request)
    {
        if (request.Nonce.Length is not (0 or 16))
        {
            throw NodeException.Invalid("nonce should be 16-bytes or not present", $"got {request.Nonce.Length} bytes");
        }

        RequireRoom(request.Room, NodeException.NoAnswer);
        return new SendDataResponse();
    }

    private Room UpdateRoomMetadata(UpdateRoomMetadataRequest request)
    {
        CheckMetadata(request.Metadata);
        return _node.UpdateMetadata(request.Room, request.Metadata);
    }

    private PerformRpcResponse PerformRpc(PerformRpcRequest request)
    {
        if (request.DestinationIdentity.Length == 0)
        {
            throw NodeException.Invalid("destination identity is required", "");
        }

        // No client is behind a simulated participant, so nobody answers.
        throw NodeException.NoAnswer();
    }

    private static IMessage NotHere(string room, string destination) => room == destination
        ? throw NodeException.Invalid("destination room cannot be the same as source room", "")
        : throw new NodeException("unknown", "not implemented");

    private static void CheckMetadata(string metadata)
    {
        if (Encoding.UTF8.GetByteCount(metadata) > MaxMetadataBytes)
        {
            throw NodeException.Invalid("metadata size exceeds limits", $"{MaxMetadataBytes}");
        }
    }

    private void RequireRoom(string room, Func<NodeException> absent) =>
        _node.Read((rooms, _) => rooms.ContainsKey(room) ? true : throw absent());

    private void RequireParticipant(string room, string identity, Func<NodeException> absent) => _node.Read(
        (rooms, _) => rooms.TryGetValue(room, out var found) && found.Present.ContainsKey(identity) ? true : throw absent());
}
