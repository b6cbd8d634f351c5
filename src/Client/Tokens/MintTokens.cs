namespace RelayKit.Client;

/// <summary>Asks for several join tokens.</summary>
internal sealed record MintTokens(IReadOnlyList<MintToken> Tokens);
