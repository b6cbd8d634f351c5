using RelayKit.Rooms;

namespace RelayKit.Testing.Histories;

/// <summary>One life of a room, and LiveKit's events of it.</summary>
public sealed record RoomLife(string Sid, long CreatedAtMs)
{
    private static int _count;

    public static RoomLife At(long createdAtMs) => new($"RM_{Interlocked.Increment(ref _count)}", createdAtMs);

    public RoomEvent Started() => Event(RoomEventType.RoomStarted, CreatedAtMs, null);

    public RoomEvent Finished(long atMs) => Event(RoomEventType.RoomFinished, atMs, null);

    public RoomEvent Joined(string sid, long atMs) => Event(RoomEventType.ParticipantJoined, atMs, Who(sid, atMs));

    public RoomEvent Left(string sid, long joinedAtMs, long atMs) =>
        Event(RoomEventType.ParticipantLeft, atMs, Who(sid, joinedAtMs) with { DisconnectReason = "client_initiated" });

    /// <summary>Somebody with this sid.</summary>
    public static ParticipantFact Who(string sid, long joinedAtMs) => new() { Sid = sid, Identity = $"who-{sid}", JoinedAtMs = joinedAtMs };

    /// <summary>Any event of it, with an id of its own for each kind and participant.</summary>
    public RoomEvent Event(RoomEventType type, long atMs, ParticipantFact? who) => new()
    {
        Type = type,
        LiveKitEventId = $"EV_{type}_{who?.Sid}",
        CreatedAtMs = atMs,
        RoomSid = Sid,
        RoomCreatedAtMs = CreatedAtMs,
        Generation = 1,
        Participant = who,
    };
}
