namespace RelayKit.Client;

/// <summary>What a participant may do in its room.</summary>
public sealed record Grants
{
    /// <summary>To send tracks.</summary>
    public bool CanPublish { get; init; }

    /// <summary>To receive tracks.</summary>
    public bool CanSubscribe { get; init; }

    /// <summary>To send data messages.</summary>
    public bool CanPublishData { get; init; }

    /// <summary>Of which sources; empty for all.</summary>
    public IReadOnlyList<TrackSource> CanPublishSources { get; init; } = [];

    /// <summary>To change the own name, metadata and attributes.</summary>
    public bool CanUpdateOwnMetadata { get; init; }

    /// <summary>To be in the room unseen.</summary>
    public bool Hidden { get; init; }

    /// <summary>To moderate by LiveKit's server API. LiveKit does not tell it of somebody who is connected.</summary>
    public bool RoomAdmin { get; init; }
}
