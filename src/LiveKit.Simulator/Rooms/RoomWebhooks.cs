using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Webhooks;

namespace RelayKit.LiveKit.Simulator.Rooms;

/// <summary>What LiveKit tells of a room's life, and how much of room and participant each event carries.</summary>
internal sealed class RoomWebhooks(WebhookNotifier webhooks)
{
    public NotifiedEvent Started(SimulatedRoom room) =>
        webhooks.Notify(room.Node, room.Name, new WebhookEvent { Event = "room_started", Room = room.ToWire() });

    public NotifiedEvent Finished(SimulatedRoom room) =>
        webhooks.Notify(room.Node, room.Name, new WebhookEvent { Event = "room_finished", Room = room.ToWire() });

    public NotifiedEvent Joined(SimulatedRoom room, SimulatedParticipant participant) =>
        Notify("participant_joined", room, participant);

    public NotifiedEvent Left(SimulatedRoom room, SimulatedParticipant participant) =>
        Notify("participant_left", room, participant);

    public void Aborted(SimulatedRoom room, SimulatedParticipant participant) =>
        Notify("participant_connection_aborted", room, participant);

    public void Published(SimulatedRoom room, SimulatedParticipant participant, TrackInfo track) =>
        Notify("track_published", room, participant, track);

    public void Unpublished(SimulatedRoom room, SimulatedParticipant participant, TrackInfo track) =>
        Notify("track_unpublished", room, participant, track);

    private NotifiedEvent Notify(string name, SimulatedRoom room, SimulatedParticipant participant) => webhooks.Notify(
        room.Node,
        room.Name,
        new WebhookEvent { Event = name, Room = room.ToWire(), Participant = participant.Info.Clone() });

    private void Notify(string name, SimulatedRoom room, SimulatedParticipant participant, TrackInfo track) => webhooks.Notify(
        room.Node,
        room.Name,
        new WebhookEvent
        {
            Event = name,
            Room = new Room { Sid = room.Sid, Name = room.Name },
            Participant = new ParticipantInfo { Sid = participant.Info.Sid, Identity = participant.Info.Identity },
            Track = track.Clone(),
        });
}
