namespace RelayKit.Events;

/// <summary>The types of events in a tenant's log, as tenants see them.</summary>
public static class TenantEventTypes
{
    /// <summary>A room came to life: a session began.</summary>
    public const string RoomStarted = "room.started";

    /// <summary>A session ended.</summary>
    public const string RoomFinished = "room.finished";

    /// <summary>A participant connected.</summary>
    public const string ParticipantJoined = "participant.joined";

    /// <summary>A participant is no longer connected.</summary>
    public const string ParticipantLeft = "participant.left";

    /// <summary>A participant began to send a track.</summary>
    public const string TrackPublished = "track.published";

    /// <summary>A participant stopped sending a track.</summary>
    public const string TrackUnpublished = "track.unpublished";
}
