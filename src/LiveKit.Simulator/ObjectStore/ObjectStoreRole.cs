namespace RelayKit.LiveKit.Simulator.ObjectStore;

/// <summary>A role that a key can take on for some time (<c>AssumeRole</c>).</summary>
/// <param name="Arn">Its name, <c>arn:aws:iam::123456789012:role/name</c>.</param>
/// <param name="ExternalId">What whoever takes it on has to know; null for nothing.</param>
/// <param name="Grants">What it may do.</param>
/// <param name="TrustedKeys">Ids of the keys that may take it on; null for every one.</param>
public sealed record ObjectStoreRole(
    string Arn, string? ExternalId, IReadOnlyList<ObjectStoreGrant> Grants, IReadOnlyList<string>? TrustedKeys = null);
