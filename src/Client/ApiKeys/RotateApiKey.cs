namespace RelayKit.Client;

/// <summary>Asks for a new secret of a key.</summary>
/// <param name="OverlapSeconds">How long the old one goes on working.</param>
internal sealed record RotateApiKey(int? OverlapSeconds);
