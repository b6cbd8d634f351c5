namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>What signs an upload: a key, or one of a role with its token.</summary>
internal sealed record S3Credentials(string AccessKeyId, string Secret, string? SessionToken)
{
    public override string ToString() => $"{nameof(S3Credentials)} {{ AccessKeyId = {AccessKeyId} }}";
}
