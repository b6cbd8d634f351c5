using System.Security.Cryptography;
using Google.Protobuf;
using Wire = RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit;

/// <summary>LiveKit's RoomService over Twirp.</summary>
internal sealed class LiveKitClient(TwirpTransport transport, AccessTokenIssuer tokens, TimeProvider time) : ILiveKitClient
{
    private const string RoomService = "livekit.RoomService";

    // Long enough for an attempt, its retries and clocks that differ; short, because it cannot be revoked.
    private static readonly TimeSpan TokenTtl = TimeSpan.FromMinutes(2);

    public async Task<LiveKitRoom> CreateRoomAsync(LiveKitRoomSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var request = ToWire.CreateRoom(settings);
        return FromWire.Room(await AskAsync("CreateRoom", request, new VideoGrant { RoomCreate = true }, Wire.Room.Parser, cancellationToken));
    }

    public async Task<IReadOnlyList<LiveKitRoom>> ListRoomsAsync(
        IReadOnlyCollection<string>? names = null, CancellationToken cancellationToken = default)
    {
        // LiveKit reads an empty list as "every room", which is not what was asked.
        if (names is { Count: 0 })
        {
            return [];
        }

        return FromWire.Rooms((await ListAsync(names ?? [], cancellationToken)).Message);
    }

    public async Task<LiveKitRoomListing> LookAtRoomsAsync(CancellationToken cancellationToken = default)
    {
        // A server that is slow may have looked long before it answered.
        var started = time.GetTimestamp();
        var answer = await ListAsync([], cancellationToken);
        var took = time.GetElapsedTime(started);
        return new LiveKitRoomListing((answer.Date ?? time.GetUtcNow()) - took, FromWire.Rooms(answer.Message));
    }

    public Task DeleteRoomAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var request = new Wire.DeleteRoomRequest { Room = name };
        return AskAsync("DeleteRoom", request, new VideoGrant { RoomCreate = true }, Wire.DeleteRoomResponse.Parser, cancellationToken);
    }

    public async Task<IReadOnlyList<LiveKitParticipant>> ListParticipantsAsync(string room, CancellationToken cancellationToken = default)
    {
        var request = new Wire.ListParticipantsRequest { Room = room };
        var answer = await AskAsync("ListParticipants", request, Admin(room), Wire.ListParticipantsResponse.Parser, cancellationToken);
        return [.. answer.Participants.Select(FromWire.Participant)];
    }

    public async Task<LiveKitParticipant> GetParticipantAsync(string room, string identity, CancellationToken cancellationToken = default)
    {
        var request = Participant(room, identity);
        return FromWire.Participant(
            await AskAsync("GetParticipant", request, Admin(room), Wire.ParticipantInfo.Parser, cancellationToken));
    }

    public Task RemoveParticipantAsync(string room, string identity, CancellationToken cancellationToken = default) =>
        ActAsync("RemoveParticipant", Participant(room, identity), room, Wire.RemoveParticipantResponse.Parser, cancellationToken);

    public async Task<LiveKitTrack?> MutePublishedTrackAsync(
        string room, string identity, string trackSid, bool muted, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(identity);
        ArgumentException.ThrowIfNullOrEmpty(trackSid);
        var request = new Wire.MuteRoomTrackRequest { Room = room, Identity = identity, TrackSid = trackSid, Muted = muted };
        var answer = await ActAsync("MutePublishedTrack", request, room, Wire.MuteRoomTrackResponse.Parser, cancellationToken);
        return answer.Track is { } track ? FromWire.Track(track) : null;
    }

    public async Task<LiveKitParticipant> UpdateParticipantAsync(
        string room, string identity, ParticipantUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(identity);
        ArgumentNullException.ThrowIfNull(update);
        var request = ToWire.UpdateParticipant(room, identity, update);
        return FromWire.Participant(await ActAsync("UpdateParticipant", request, room, Wire.ParticipantInfo.Parser, cancellationToken));
    }

    public Task UpdateSubscriptionsAsync(
        string room, string identity, IReadOnlyCollection<string> trackSids, bool subscribe, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(identity);
        var request = new Wire.UpdateSubscriptionsRequest { Room = room, Identity = identity, TrackSids = { trackSids }, Subscribe = subscribe };
        return ActAsync("UpdateSubscriptions", request, room, Wire.UpdateSubscriptionsResponse.Parser, cancellationToken);
    }

    public Task SendDataAsync(string room, LiveKitDataMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var request = ToWire.SendData(room, message, RandomNumberGenerator.GetBytes(16));
        return ActAsync("SendData", request, room, Wire.SendDataResponse.Parser, cancellationToken);
    }

    public async Task<LiveKitRoom> UpdateRoomMetadataAsync(string room, string metadata, CancellationToken cancellationToken = default)
    {
        var request = new Wire.UpdateRoomMetadataRequest { Room = room, Metadata = metadata };
        return FromWire.Room(await AskAsync("UpdateRoomMetadata", request, Admin(room), Wire.Room.Parser, cancellationToken));
    }

    public Task MoveParticipantAsync(string room, string identity, string destinationRoom, CancellationToken cancellationToken = default) => CallAsync(
        "MoveParticipant",
        new Wire.MoveParticipantRequest { Room = room, Identity = identity, DestinationRoom = destinationRoom },
        Admin(room) with { DestinationRoom = destinationRoom },
        mayBeRepeated: false,
        Wire.MoveParticipantResponse.Parser,
        cancellationToken);

    public Task ForwardParticipantAsync(string room, string identity, string destinationRoom, CancellationToken cancellationToken = default) => CallAsync(
        "ForwardParticipant",
        new Wire.ForwardParticipantRequest { Room = room, Identity = identity, DestinationRoom = destinationRoom },
        Admin(room) with { DestinationRoom = destinationRoom },
        mayBeRepeated: false,
        Wire.ForwardParticipantResponse.Parser,
        cancellationToken);

    private Task<TwirpAnswer<Wire.ListRoomsResponse>> ListAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) => CallAsync(
        "ListRooms",
        new Wire.ListRoomsRequest { Names = { names } },
        new VideoGrant { RoomList = true },
        mayBeRepeated: true,
        Wire.ListRoomsResponse.Parser,
        cancellationToken);

    private static Wire.RoomParticipantIdentity Participant(string room, string identity)
    {
        ArgumentException.ThrowIfNullOrEmpty(identity);
        return new Wire.RoomParticipantIdentity { Room = room, Identity = identity };
    }

    private static VideoGrant Admin(string room)
    {
        ArgumentException.ThrowIfNullOrEmpty(room);
        return new VideoGrant { RoomAdmin = true, Room = room };
    }

    /// <summary>A call that leaves the same state behind however often it is made.</summary>
    private async Task<TResponse> AskAsync<TResponse>(
        string method, IMessage request, VideoGrant grant, MessageParser<TResponse> parser, CancellationToken cancellationToken)
        where TResponse : IMessage<TResponse> =>
        (await CallAsync(method, request, grant, mayBeRepeated: true, parser, cancellationToken)).Message;

    /// <summary>A call that is felt by people in the room: made once.</summary>
    private async Task<TResponse> ActAsync<TResponse>(
        string method, IMessage request, string room, MessageParser<TResponse> parser, CancellationToken cancellationToken)
        where TResponse : IMessage<TResponse> =>
        (await CallAsync(method, request, Admin(room), mayBeRepeated: false, parser, cancellationToken)).Message;

    private Task<TwirpAnswer<TResponse>> CallAsync<TResponse>(
        string method, IMessage request, VideoGrant grant, bool mayBeRepeated, MessageParser<TResponse> parser, CancellationToken cancellationToken)
        where TResponse : IMessage<TResponse>
    {
        var token = tokens.Issue(new AccessTokenRequest { Ttl = TokenTtl, Video = grant });
        return transport.CallAsync(new TwirpCall(RoomService, method, request, token, mayBeRepeated), parser, cancellationToken);
    }
}
