using RelayKit.LiveKit.Simulator.ObjectStore.Signing;

namespace RelayKit.LiveKit.Simulator.ObjectStore.Authentication;

/// <summary>Who signed a request, once its signature is found right, and what signs the chunks of its body.</summary>
internal sealed record Caller(
    string AccessKeyId, string Secret, IReadOnlyList<ObjectStoreGrant> Grants, SigningScope Scope, string Time, string Signature)
{
    public bool May(ObjectStoreActs act, string bucket, string key) => Grants.Any(grant => grant.Allows(act, bucket, key));

    /// <summary>Whether it may do something below any prefix of a bucket.</summary>
    public bool MayAnywhere(ObjectStoreActs act, string bucket) => Grants.Any(grant => grant.Allows(act, bucket, grant.Prefix));

    /// <exception cref="S3Exception">It may not.</exception>
    public void Need(ObjectStoreActs act, string bucket, string key)
    {
        if (!May(act, bucket, key))
        {
            throw S3Exception.AccessDenied();
        }
    }

    public override string ToString() => $"{nameof(Caller)} {{ AccessKeyId = {AccessKeyId} }}";
}
