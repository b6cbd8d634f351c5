namespace RelayKit.LiveKit;

/// <summary>What is to change of an ingress; null leaves it as it is.</summary>
public sealed record IngressUpdate
{
    /// <summary>Name of the room that it leads to.</summary>
    public string? RoomName { get; init; }

    /// <summary>The identity that the stream has in the room.</summary>
    public string? ParticipantIdentity { get; init; }

    /// <summary>The name that it is shown under. LiveKit cannot take one away: empty leaves it as it is.</summary>
    public string? ParticipantName { get; init; }

    /// <summary>Whether LiveKit encodes the stream anew.</summary>
    public bool? EnableTranscoding { get; init; }

    /// <summary>Whether it takes streams.</summary>
    public bool? IsEnabled { get; init; }
}
