namespace RelayKit.Ingress;

/// <summary>What an ingress is to be. Its text does not show the address, which may carry credentials.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.NewIngress")]
public sealed record NewIngress
{
    /// <summary>The room that it leads to.</summary>
    [Id(0)]
    public required string Room { get; init; }

    /// <summary>How the stream comes in.</summary>
    [Id(1)]
    public required IngressKind Kind { get; init; }

    /// <summary>Who the stream is in the room.</summary>
    [Id(2)]
    public required string Identity { get; init; }

    /// <summary>The name that it is shown under; null for none.</summary>
    [Id(3)]
    public string? Name { get; init; }

    /// <summary>The address to pull from, whole; null unless it pulls.</summary>
    [Id(4)]
    public string? SourceUrl { get; init; }

    /// <summary>Whether LiveKit encodes the stream anew.</summary>
    [Id(5)]
    public required bool EnableTranscoding { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(NewIngress)} {{ Room = {Room}, Kind = {Kind} }}";
}
