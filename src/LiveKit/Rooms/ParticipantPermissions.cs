namespace RelayKit.LiveKit;

/// <summary>What a participant may do in its room. An update replaces all of them: what is false here is taken away.</summary>
public sealed record ParticipantPermissions
{
    /// <summary>May receive others' tracks.</summary>
    public bool CanSubscribe { get; init; }

    /// <summary>May publish tracks.</summary>
    public bool CanPublish { get; init; }

    /// <summary>May send data packets.</summary>
    public bool CanPublishData { get; init; }

    /// <summary>Which sources it may publish when <see cref="CanPublish"/> holds; empty is every source.</summary>
    public IReadOnlyList<TrackSource> CanPublishSources { get; init; } = [];

    /// <summary>Others do not see it.</summary>
    public bool Hidden { get; init; }

    /// <summary>May change its own name, metadata and attributes.</summary>
    public bool CanUpdateMetadata { get; init; }

    /// <summary>May receive metrics about the session.</summary>
    public bool CanSubscribeMetrics { get; init; }

    /// <summary>May steer the session of an agent.</summary>
    public bool CanManageAgentSession { get; init; }
}
