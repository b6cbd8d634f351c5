namespace RelayKit.LiveKit.Simulator.ObjectStore;

/// <summary>A key that signs requests. Its text shows no secret.</summary>
/// <param name="AccessKeyId">Its id.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="Grants">What it may do; nothing when empty.</param>
public sealed record ObjectStoreKey(string AccessKeyId, string Secret, IReadOnlyList<ObjectStoreGrant> Grants)
{
    /// <summary>A key that may do everything in every bucket.</summary>
    /// <param name="accessKeyId">Its id.</param>
    /// <param name="secret">Its secret.</param>
    public ObjectStoreKey(string accessKeyId, string secret)
        : this(accessKeyId, secret, [new ObjectStoreGrant(ObjectStoreActs.All)])
    {
    }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(ObjectStoreKey)} {{ AccessKeyId = {AccessKeyId} }}";
}
