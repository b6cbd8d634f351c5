namespace RelayKit.Client;

/// <summary>An ingress with the sender's key, which no other answer has.</summary>
public sealed record CreatedIngress : Ingress
{
    /// <summary>Of RTMP the stream key, of WHIP the bearer token; null of one that pulls. Whoever has it can send into the room.</summary>
    public string? StreamKey { get; init; }

    /// <summary>Without the key, so that no log can hold it.</summary>
    public override string ToString() => $"{nameof(CreatedIngress)} {{ {Id} }}";
}
