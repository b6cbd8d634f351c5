namespace RelayKit.LiveKit;

/// <summary>
/// Rights on rooms (claim <c>video</c>). Only <see cref="RoomAdmin"/> and <see cref="RoomJoin"/> are bound to <see cref="Room"/>;
/// the other rights of the server's API reach over the whole cluster.
/// </summary>
public sealed record VideoGrant
{
    /// <summary>May create and delete any room.</summary>
    public bool RoomCreate { get; init; }

    /// <summary>May list all rooms.</summary>
    public bool RoomList { get; init; }

    /// <summary>May start, list and stop recordings of any room.</summary>
    public bool RoomRecord { get; init; }

    /// <summary>May steer <see cref="Room"/> and whoever is in it.</summary>
    public bool RoomAdmin { get; init; }

    /// <summary>May join <see cref="Room"/>; needs an identity and a room.</summary>
    public bool RoomJoin { get; init; }

    /// <summary>The room the grant is about. LiveKit lets the holder of a join token without one choose any room.</summary>
    public string? Room { get; init; }

    /// <summary>The room to which participants may be moved or forwarded (LiveKit Cloud).</summary>
    public string? DestinationRoom { get; init; }

    /// <summary>May create, list and delete any ingress.</summary>
    public bool IngressAdmin { get; init; }

    /// <summary>May publish tracks; null is LiveKit's default, yes.</summary>
    public bool? CanPublish { get; init; }

    /// <summary>May receive tracks; null is LiveKit's default, yes.</summary>
    public bool? CanSubscribe { get; init; }

    /// <summary>May send data packets; null is what <see cref="CanPublish"/> is.</summary>
    public bool? CanPublishData { get; init; }

    /// <summary>Which sources may be published; empty is every source. <see cref="CanPublish"/> false beats the list.</summary>
    public IReadOnlyList<TrackSource> CanPublishSources { get; init; } = [];

    /// <summary>May change its own name, metadata and attributes; null is LiveKit's default, no.</summary>
    public bool? CanUpdateOwnMetadata { get; init; }

    /// <summary>May receive metrics about the session; null is LiveKit's default, no.</summary>
    public bool? CanSubscribeMetrics { get; init; }

    /// <summary>May steer the session of an agent; null is LiveKit's default, no.</summary>
    public bool? CanManageAgentSession { get; init; }

    /// <summary>Others do not see the participant.</summary>
    public bool Hidden { get; init; }

    /// <summary>Joins as a recorder: the room counts as being recorded, the participant does not count.</summary>
    public bool Recorder { get; init; }

    /// <summary>May register as an agent worker; the participant does not count.</summary>
    public bool Agent { get; init; }
}
