namespace RelayKit.LiveKit;

/// <summary>An ingress with what a sender needs. Whoever has the key can send into the room; its text shows neither key nor address.</summary>
/// <param name="Ingress">The ingress.</param>
/// <param name="Url">Where to send to; of one that pulls, the address that it pulls from.</param>
/// <param name="StreamKey">The sender's key; empty of one that pulls.</param>
public sealed record IngressEndpoint(LiveKitIngress Ingress, string Url, string StreamKey)
{
    /// <inheritdoc/>
    public override string ToString() => $"{nameof(IngressEndpoint)} {{ {Ingress.IngressId} }}";
}
