namespace RelayKit.Client;

/// <summary>Changes some of an ingress: what is left out stays.</summary>
public sealed record UpdateIngress
{
    /// <summary>The room that it leads to.</summary>
    public string? Room { get; init; }

    /// <summary>Who the stream is in the room.</summary>
    public string? Identity { get; init; }

    /// <summary>The name that it is shown under, 1 to 100 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Whether LiveKit encodes the stream anew; only WHIP takes false.</summary>
    public bool? EnableTranscoding { get; init; }
}
