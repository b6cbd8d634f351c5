using RelayKit.Api.Requests;
using RelayKit.LiveKit;
using RelayKit.Rooms;
using RelayKit.Usage;

namespace RelayKit.Api.Inbound;

/// <summary>Whom an event of LiveKit's is for.</summary>
internal enum MappedEvent
{
    /// <summary>A room of a tenant's.</summary>
    ForRoom,

    /// <summary>A room that RelayKit did not name.</summary>
    UnknownRoom,

    /// <summary>Nobody: a kind of event that RelayKit has no use for.</summary>
    UnknownEvent,
}

/// <summary>From LiveKit's words to RelayKit's.</summary>
internal static class RoomEventMapping
{
    /// <summary>LiveKit's own limit is 256; what is longer was not made by LiveKit, and an index would refuse it.</summary>
    private const int MaxSidLength = 256;

    public static MappedEvent Map(LiveKitWebhookEvent told, out RoomKey room, out RoomEvent? roomEvent)
    {
        room = default;
        roomEvent = null;
        if (TypeOf(told.Type) is not { } type)
        {
            return MappedEvent.UnknownEvent;
        }

        if (told.Room is null || !LiveKitRoomName.TryParse(told.Room.Name, out var name) || !IsSid(told.Room.Sid))
        {
            return MappedEvent.UnknownRoom;
        }

        if (NeedsParticipant(type) && !IsSid(told.Participant?.Sid))
        {
            return MappedEvent.UnknownEvent;
        }

        room = name.Room;
        roomEvent = new RoomEvent
        {
            Type = type,
            LiveKitEventId = StorableText.Mend(told.Id),
            CreatedAtMs = told.CreatedAt.ToUnixTimeMilliseconds(),
            RoomSid = told.Room.Sid,
            RoomCreatedAtMs = told.Room.CreationTime?.ToUnixTimeMilliseconds(),
            Generation = name.Generation,
            Participant = told.Participant is { } participant ? MapParticipant(participant, type) : null,
            Track = told.Track is { } track ? MapTrack(track) : null,
        };
        return MappedEvent.ForRoom;
    }

    private static RoomEventType? TypeOf(LiveKitEventType type) => type switch
    {
        LiveKitEventType.RoomStarted => RoomEventType.RoomStarted,
        LiveKitEventType.RoomFinished => RoomEventType.RoomFinished,
        LiveKitEventType.ParticipantJoined => RoomEventType.ParticipantJoined,
        LiveKitEventType.ParticipantLeft => RoomEventType.ParticipantLeft,
        LiveKitEventType.ParticipantConnectionAborted => RoomEventType.ParticipantConnectionAborted,
        LiveKitEventType.TrackPublished => RoomEventType.TrackPublished,
        LiveKitEventType.TrackUnpublished => RoomEventType.TrackUnpublished,
        _ => null,
    };

    private static bool NeedsParticipant(RoomEventType type) =>
        type is not (RoomEventType.RoomStarted or RoomEventType.RoomFinished);

    private static ParticipantFact MapParticipant(LiveKitParticipant participant, RoomEventType type) => new()
    {
        Sid = participant.Sid,
        Identity = StorableText.Mend(participant.Identity),
        Name = StorableText.Mend(participant.Name),
        Class = ClassOf(participant.Kind),
        JoinedAtMs = participant.JoinedAt?.ToUnixTimeMilliseconds(),
        DisconnectReason = type == RoomEventType.ParticipantLeft ? SnakeCaseWords<DisconnectReason>.Of(participant.DisconnectReason) : null,
    };

    private static ParticipantClass ClassOf(ParticipantKind kind) => kind switch
    {
        ParticipantKind.Sip => ParticipantClass.Sip,
        ParticipantKind.Ingress => ParticipantClass.Ingress,
        ParticipantKind.Egress => ParticipantClass.Egress,
        ParticipantKind.Agent => ParticipantClass.Agent,
        _ => ParticipantClass.Standard,
    };

    private static TrackFact MapTrack(LiveKitTrack track) => new(
        StorableText.Mend(track.Sid), SnakeCaseWords<TrackType>.Of(track.Type), SnakeCaseWords<TrackSource>.Of(track.Source), StorableText.Mend(track.Name));

    /// <summary>A sid is short and plain; one that could not be a key is no sid.</summary>
    private static bool IsSid(string? sid) =>
        sid is { Length: > 0 and <= MaxSidLength } && !sid.AsSpan().ContainsAnyExceptInRange('!', '~');
}
