namespace RelayKit.Storage.Secrets;

/// <summary>What a rotation has done.</summary>
/// <param name="Key">The ring's new key.</param>
/// <param name="KeysWrapped">Keys of the ring that were under another wrapping key.</param>
/// <param name="SecretsSealed">Secrets that were under another key of the ring.</param>
public sealed record RotationReport(Guid Key, int KeysWrapped, long SecretsSealed);
