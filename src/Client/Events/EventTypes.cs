namespace RelayKit.Client;

/// <summary>The types of events that this version of the client knows. There may be more.</summary>
public static class EventTypes
{
    /// <summary>A room came to life: a session began.</summary>
    public const string RoomStarted = "room.started";

    /// <summary>A session ended.</summary>
    public const string RoomFinished = "room.finished";

    /// <summary>A rule of the room ends the session that goes on.</summary>
    public const string RoomEnding = "room.ending";

    /// <summary>A participant connected.</summary>
    public const string ParticipantJoined = "participant.joined";

    /// <summary>A participant is no longer connected.</summary>
    public const string ParticipantLeft = "participant.left";

    /// <summary>A participant was removed.</summary>
    public const string ParticipantRemoved = "participant.removed";

    /// <summary>A participant began to send a track.</summary>
    public const string TrackPublished = "track.published";

    /// <summary>A participant stopped sending a track.</summary>
    public const string TrackUnpublished = "track.unpublished";

    /// <summary>A budget has come to one of its thresholds.</summary>
    public const string UsageThresholdReached = "usage.threshold_reached";

    /// <summary>A budget is used up.</summary>
    public const string UsageCapReached = "usage.cap_reached";

    /// <summary>The operator has suspended the tenant.</summary>
    public const string TenantSuspended = "tenant.suspended";

    /// <summary>The tenant's rates are lower for some time, since it asked for far more than it ever did.</summary>
    public const string TenantSlowed = "tenant.slowed";

    /// <summary>The operator has let the tenant go on.</summary>
    public const string TenantResumed = "tenant.resumed";

    /// <summary>An ingress was made: a place where a stream from outside comes in.</summary>
    public const string IngressCreated = "ingress.created";

    /// <summary>A stream from outside has begun.</summary>
    public const string IngressStarted = "ingress.started";

    /// <summary>An ingress was changed.</summary>
    public const string IngressUpdated = "ingress.updated";

    /// <summary>A stream from outside has ended.</summary>
    public const string IngressEnded = "ingress.ended";

    /// <summary>An ingress was deleted.</summary>
    public const string IngressDeleted = "ingress.deleted";

    /// <summary>An API key was made.</summary>
    public const string ApiKeyCreated = "api_key.created";

    /// <summary>An API key has ended for good.</summary>
    public const string ApiKeyRevoked = "api_key.revoked";
}
