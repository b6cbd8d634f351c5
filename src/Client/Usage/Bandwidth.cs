namespace RelayKit.Client;

/// <summary>The tenant's share of what LiveKit's nodes take in and send, by participant time: LiveKit counts by node. Never a base for a bill.</summary>
public sealed record Bandwidth
{
    /// <summary>Bytes of media that LiveKit took in.</summary>
    public long MediaIncomingBytes { get; init; }

    /// <summary>Bytes of media that it sent.</summary>
    public long MediaOutgoingBytes { get; init; }

    /// <summary>Always true for media.</summary>
    public bool Estimated { get; init; }

    /// <summary>Up to when it has been measured.</summary>
    public DateTimeOffset MeasuredUntil { get; init; }
}
