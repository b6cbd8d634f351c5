namespace RelayKit.LiveKit.Simulator.ObjectStore;

/// <summary>A right to do something in a bucket.</summary>
/// <param name="Acts">What.</param>
/// <param name="Bucket">In which bucket; null for every one.</param>
/// <param name="Prefix">What the keys begin with; a list has to ask for a prefix that begins with it.</param>
public sealed record ObjectStoreGrant(ObjectStoreActs Acts, string? Bucket = null, string Prefix = "")
{
    internal bool Allows(ObjectStoreActs act, string bucket, string key) =>
        Acts.HasFlag(act) && (Bucket is null || Bucket == bucket) && key.StartsWith(Prefix, StringComparison.Ordinal);
}
