namespace RelayKit.LiveKit;

/// <summary>A packet from the server to participants.</summary>
public sealed record LiveKitDataMessage
{
    /// <summary>The packet, as the receivers get it.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>What the receivers' apps sort packets by; null when they do not.</summary>
    public string? Topic { get; init; }

    /// <summary>Who gets it; empty is everybody in the room.</summary>
    public IReadOnlyCollection<string> DestinationIdentities { get; init; } = [];

    /// <summary>True for resending and order, at the price of delay; false to send once.</summary>
    public bool Reliable { get; init; } = true;
}
