namespace RelayKit.Client;

/// <summary>A role's rights.</summary>
internal sealed record SetRole(Grants Permissions);
