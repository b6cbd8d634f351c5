namespace RelayKit.ApiKeys;

/// <summary>Asks for a new secret of a key.</summary>
/// <param name="Seed">What the secret follows from, as in <see cref="Tenants.ApiKeyOrigin"/>: the same request makes the same one.</param>
/// <param name="Overlap">How long the old secret goes on working; zero ends it at once.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.ApiKeyRotation")]
public sealed record ApiKeyRotation([property: Id(0)] byte[] Seed, [property: Id(1)] TimeSpan Overlap)
{
    /// <summary>Old secrets of a key that work at once. To rotate again is refused until one has ended.</summary>
    public const int MaxReplaced = 8;

    /// <summary>Without the seed, so that no log can hold it.</summary>
    public override string ToString() => $"ApiKeyRotation {{ {Overlap} }}";
}
