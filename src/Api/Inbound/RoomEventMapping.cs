using RelayKit.Labels;
using RelayKit.LiveKit;
using RelayKit.Rooms;

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
    /// <param name="told">What LiveKit told.</param>
    /// <param name="labelsOf">The labels that a participant's own token gave it in a room of this LiveKit name; null for none.</param>
    /// <param name="room">The room that it is about.</param>
    /// <param name="roomEvent">The same in RelayKit's words.</param>
    public static MappedEvent Map(
        LiveKitWebhookEvent told, Func<string, LiveKitParticipant, LabelSet?> labelsOf, out RoomKey room, out RoomEvent? roomEvent)
    {
        room = default;
        roomEvent = null;
        if (TypeOf(told.Type) is not { } type)
        {
            return MappedEvent.UnknownEvent;
        }

        if (told.Room is null || !LiveKitRoomName.TryParse(told.Room.Name, out var name) || !LiveKitFacts.IsSid(told.Room.Sid))
        {
            return MappedEvent.UnknownRoom;
        }

        if (NeedsParticipant(type) && !LiveKitFacts.IsSid(told.Participant?.Sid))
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
            Participant = told.Participant is { } participant ? MapParticipant(participant, labelsOf(told.Room.Name, participant), type) : null,
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

    private static ParticipantFact MapParticipant(LiveKitParticipant participant, LabelSet? labels, RoomEventType type) =>
        type == RoomEventType.ParticipantLeft
            ? LiveKitFacts.Of(participant, labels) with { DisconnectReason = SnakeCaseWords<DisconnectReason>.Of(participant.DisconnectReason) }
            : LiveKitFacts.Of(participant, labels);

    private static TrackFact MapTrack(LiveKitTrack track) => new(
        StorableText.Mend(track.Sid), SnakeCaseWords<TrackType>.Of(track.Type), SnakeCaseWords<TrackSource>.Of(track.Source), StorableText.Mend(track.Name));
}
