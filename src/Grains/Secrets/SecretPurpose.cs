namespace RelayKit.Secrets;

/// <summary>What a secret is for. The name is part of what seals it and never changes once secrets are stored under it.</summary>
/// <param name="Name">Lower case, with dots: <c>storage.credentials</c>.</param>
public sealed record SecretPurpose(string Name);
