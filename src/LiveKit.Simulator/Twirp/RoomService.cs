using Google.Protobuf;
using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Rooms;
using RelayKit.LiveKit.Simulator.Tokens;

namespace RelayKit.LiveKit.Simulator.Twirp;

/// <summary>LiveKit's RoomService, with the open-source server's behaviour and its words.</summary>
internal sealed class RoomService : ITwirpService
{
    private readonly SimulatedCluster _cluster;
    private readonly Dictionary<string, TwirpMethod> _methods;

    public RoomService(SimulatedCluster cluster)
    {
        _cluster = cluster;
        _methods = new Dictionary<string, TwirpMethod>(StringComparer.Ordinal)
        {
            ["CreateRoom"] = TwirpMethod.Of<CreateRoomRequest>(
                CreateRoomRequest.Descriptor, (claims, _) => claims.Has("roomCreate"), CreateRoom),
            ["ListRooms"] = TwirpMethod.Looking<ListRoomsRequest>(
                ListRoomsRequest.Descriptor, (claims, _) => claims.Has("roomList"), request => cluster.ListRooms(request.Names)),
            ["DeleteRoom"] = TwirpMethod.Of<DeleteRoomRequest>(
                DeleteRoomRequest.Descriptor, (claims, _) => claims.Has("roomCreate"), DeleteRoom),
            ["ListParticipants"] = TwirpMethod.Looking<ListParticipantsRequest>(
                ListParticipantsRequest.Descriptor,
                (claims, request) => IsAdmin(claims, request.Room),
                request => cluster.ListParticipants(request.Room)),
            ["GetParticipant"] = TwirpMethod.Of<RoomParticipantIdentity>(
                RoomParticipantIdentity.Descriptor, (claims, request) => IsAdmin(claims, request.Room), GetParticipant),
            ["RemoveParticipant"] = TwirpMethod.Of<RoomParticipantIdentity>(
                RoomParticipantIdentity.Descriptor, (claims, request) => IsAdmin(claims, request.Room), RemoveParticipant),
            ["MutePublishedTrack"] = TwirpMethod.Of<MuteRoomTrackRequest>(
                MuteRoomTrackRequest.Descriptor, (claims, request) => IsAdmin(claims, request.Room), Mute),
            ["UpdateParticipant"] = TwirpMethod.Of<UpdateParticipantRequest>(
                UpdateParticipantRequest.Descriptor,
                (claims, request) => IsAdmin(claims, request.Room),
                cluster.UpdateParticipant,
                RequestLimits.CheckParticipant),
            ["UpdateSubscriptions"] = TwirpMethod.Of<UpdateSubscriptionsRequest>(
                UpdateSubscriptionsRequest.Descriptor, (claims, request) => IsAdmin(claims, request.Room), UpdateSubscriptions),
            ["SendData"] = TwirpMethod.Of<SendDataRequest>(
                SendDataRequest.Descriptor, (claims, request) => IsAdmin(claims, request.Room), SendData),
            ["UpdateRoomMetadata"] = TwirpMethod.Of<UpdateRoomMetadataRequest>(
                UpdateRoomMetadataRequest.Descriptor,
                (claims, request) => IsAdmin(claims, request.Room),
                request => cluster.UpdateRoomMetadata(request.Room, request.Metadata),
                request => RequestLimits.CheckMetadata(request.Metadata)),
            ["ForwardParticipant"] = TwirpMethod.Of<ForwardParticipantRequest>(
                ForwardParticipantRequest.Descriptor,
                (claims, request) => IsAdmin(claims, request.Room) && claims.DestinationRoom == request.DestinationRoom,
                request => RefuseToMove(request.Room, request.DestinationRoom)),
            ["MoveParticipant"] = TwirpMethod.Of<MoveParticipantRequest>(
                MoveParticipantRequest.Descriptor,
                (claims, request) => IsAdmin(claims, request.Room) && claims.DestinationRoom == request.DestinationRoom,
                request => RefuseToMove(request.Room, request.DestinationRoom)),
            ["PerformRpc"] = TwirpMethod.Of<PerformRpcRequest>(
                PerformRpcRequest.Descriptor, (claims, request) => IsAdmin(claims, request.Room), PerformRpc),
        };
    }

    public string Name => "livekit.RoomService";

    public TwirpMethod? Find(string name) => _methods.GetValueOrDefault(name);

    private static bool IsAdmin(TokenClaims claims, string room) => claims.Has("roomAdmin") && claims.Room == room;

    private Room CreateRoom(CreateRoomRequest request)
    {
        if (request.Egress is not null)
        {
            throw new NodeException("internal", "egress not connected (redis required)");
        }

        RequestLimits.CheckRoomName(request.Name);
        RequestLimits.CheckMetadata(request.Metadata);
        return request.RoomPreset.Length > 0
            ? throw new NodeException("invalid_argument", "unknown room confguration in create room request")
            : _cluster.CreateRoom(request);
    }

    private DeleteRoomResponse DeleteRoom(DeleteRoomRequest request)
    {
        _cluster.DeleteRoom(request.Room);
        return new DeleteRoomResponse();
    }

    private ParticipantInfo GetParticipant(RoomParticipantIdentity request) => _cluster.WithParticipant(
        request.Room, request.Identity, NodeException.NoParticipant, participant => participant.Info.Clone());

    private RemoveParticipantResponse RemoveParticipant(RoomParticipantIdentity request)
    {
        _cluster.Leave(request.Room, request.Identity, DisconnectReason.ParticipantRemoved, NodeException.NoParticipant);
        return new RemoveParticipantResponse();
    }

    private MuteRoomTrackResponse Mute(MuteRoomTrackRequest request) => request.Muted
        ? _cluster.WithParticipant(
            request.Room,
            request.Identity,
            NodeException.NoAnswer,
            participant => new MuteRoomTrackResponse { Track = participant.Mute(request.TrackSid) })
        : throw new NodeException("failed_precondition", "remote unmute not enabled");

    private UpdateSubscriptionsResponse UpdateSubscriptions(UpdateSubscriptionsRequest request) => _cluster.WithParticipant(
        request.Room, request.Identity, NodeException.NoAnswer, _ => new UpdateSubscriptionsResponse());

    private SendDataResponse SendData(SendDataRequest request) => request.Nonce.Length is 0 or 16
        ? _cluster.Read(rooms => rooms.ContainsKey(request.Room) ? new SendDataResponse() : throw NodeException.NoAnswer())
        : throw new NodeException("invalid_argument", $"nonce should be 16-bytes or not present, got: {request.Nonce.Length} bytes");

    /// <summary>A simulated app has nothing to say: it answers every call with an empty payload.</summary>
    private PerformRpcResponse PerformRpc(PerformRpcRequest request) => request.DestinationIdentity.Length == 0
        ? throw new NodeException("invalid_argument", "destination identity is required")
        : _cluster.WithParticipant(request.Room, request.DestinationIdentity, NodeException.NoAnswer, _ => new PerformRpcResponse());

    /// <summary>LiveKit Cloud alone moves participants between rooms.</summary>
    private static IMessage RefuseToMove(string room, string destination) => room == destination
        ? throw NodeException.InvalidArgument("destination room cannot be the same as source room", "")
        : throw new NodeException("unknown", "not implemented");
}
