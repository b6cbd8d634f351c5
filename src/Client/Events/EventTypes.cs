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

    /// <summary>LiveKit has taken a recording.</summary>
    public const string RecordingStarted = "recording.started";

    /// <summary>A recording has come further, or its file was looked for.</summary>
    public const string RecordingUpdated = "recording.updated";

    /// <summary>A recording has ended, and something was recorded.</summary>
    public const string RecordingCompleted = "recording.completed";

    /// <summary>A recording has ended by an error, or before it began.</summary>
    public const string RecordingFailed = "recording.failed";

    /// <summary>A file that had to wait in managed storage has moved to the tenant's bucket.</summary>
    public const string RecordingRescued = "recording.rescued";

    /// <summary>LiveKit has taken a stream.</summary>
    public const string StreamStarted = "stream.started";

    /// <summary>A stream, or one of its addresses, has come further.</summary>
    public const string StreamUpdated = "stream.updated";

    /// <summary>A stream has ended.</summary>
    public const string StreamEnded = "stream.ended";

    /// <summary>A stream has ended by an error, or before it began.</summary>
    public const string StreamFailed = "stream.failed";

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

    /// <summary>RelayKit has switched a webhook endpoint off.</summary>
    public const string WebhookEndpointDisabled = "webhook_endpoint.disabled";

    /// <summary>A test of a webhook endpoint: it comes by webhook alone, when it is asked for.</summary>
    public const string WebhookTest = "webhook.test";
}
