namespace RelayKit.Ingress;

/// <summary>An ingress that was made, with the sender's key: the only time that RelayKit hands it on. Its text does not show the key.</summary>
/// <param name="Ingress">The ingress.</param>
/// <param name="StreamKey">The key; null of one that pulls.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.CreatedIngress")]
public sealed record CreatedIngress([property: Id(0)] IngressRecord Ingress, [property: Id(1)] string? StreamKey)
{
    /// <inheritdoc/>
    public override string ToString() => $"{nameof(CreatedIngress)} {{ {Ingress.Key} }}";
}
