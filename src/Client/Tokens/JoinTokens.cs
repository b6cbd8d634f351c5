namespace RelayKit.Client;

/// <summary>Several join tokens, in the order in which they were asked for.</summary>
internal sealed record JoinTokens
{
    public IReadOnlyList<JoinToken> Data { get; init; } = [];
}
