using RelayKit.Recordings;

namespace RelayKit.Rooms;

/// <summary>Sessions that are recorded because the room says so.</summary>
internal sealed partial class RoomGrain
{
    /// <summary>
    /// Has a session recorded when the first track is published in it. LiveKit's webhook does not wait for that: where it goes wrong, or the webhook is lost, the next
    /// look at the cluster's recordings makes up for it.
    /// </summary>
    private void RecordWhenPublished(RoomEvent roomEvent)
    {
        if (roomEvent.Type != RoomEventType.TrackPublished || _record is not { DeletedAt: null, Settings.Recording: { IsOff: false } rule } record)
        {
            return;
        }

        var session = _sessions.Known.FirstOrDefault(known => known.IsOpen && known.State.Row.LiveKitSid == roomEvent.RoomSid);
        if (session is null or { IsRecordingAsked: true })
        {
            return;
        }

        session.IsRecordingAsked = true;
        var row = session.State.Row;
        var recorded = new RecordedSession(new LiveKitRoomName(_key, row.Generation), row.Id, row.StartedAtMs, record.LiveKitCluster, rule);
        automatic.StartAsync(recorded, attempt: 1, CancellationToken.None).Ignore();
    }
}
