namespace RelayKit.LiveKit;

/// <summary>What an ingress is to be. Its text shows no address, since an address that is pulled may carry credentials.</summary>
public sealed record IngressOrder
{
    /// <summary>Which protocol it takes.</summary>
    public required IngressInput Input { get; init; }

    /// <summary>A name by which its maker finds it again in <see cref="ILiveKitIngressClient.ListAsync"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the room that it leads to.</summary>
    public required string RoomName { get; init; }

    /// <summary>The identity that the stream has in the room.</summary>
    public required string ParticipantIdentity { get; init; }

    /// <summary>The name that it is shown under; null for none.</summary>
    public string? ParticipantName { get; init; }

    /// <summary>The address to pull from; null unless <see cref="Input"/> is <see cref="IngressInput.Url"/>.</summary>
    public string? Url { get; init; }

    /// <summary>Whether LiveKit encodes the stream anew, in several sizes; null for its default: true, but for WHIP false.</summary>
    public bool? EnableTranscoding { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(IngressOrder)} {{ Input = {Input}, Name = {Name}, RoomName = {RoomName} }}";
}
