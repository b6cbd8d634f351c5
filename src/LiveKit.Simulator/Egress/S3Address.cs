using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.ObjectStore.Signing;

namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>Where a bucket and its token service are, as an upload names them: an endpoint, or AWS's own of the region.</summary>
internal sealed record S3Address
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly Uri _service;
    private readonly string _bucketPath;

    private S3Address(Uri service, string bucketPath, Uri tokenService, string region) =>
        (_service, _bucketPath, TokenService, Region) = (service, bucketPath, tokenService, region);

    /// <summary>Where roles are taken on.</summary>
    public Uri TokenService { get; }

    /// <summary>The region that is signed for.</summary>
    public string Region { get; }

    /// <exception cref="EgressUploadException">The endpoint is no address.</exception>
    public static S3Address Of(S3Upload target)
    {
        var region = target.Region.Length > 0 ? target.Region : "us-east-1";
        var isOwn = target.Endpoint.Length > 0;
        var text = isOwn ? target.Endpoint : $"https://s3.{region}.amazonaws.com";
        if (!Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}", UriKind.Absolute, out var service))
        {
            throw new EgressUploadException("the endpoint is no address", null);
        }

        var tokens = isOwn ? new Uri(service, "/") : new Uri($"https://sts.{region}.amazonaws.com/");
        return target.ForcePathStyle
            ? new S3Address(service, $"/{AwsEncoding.Encode(target.Bucket)}", tokens, region)
            : new S3Address(new UriBuilder(service) { Host = $"{target.Bucket}.{service.Host}" }.Uri, "", tokens, region);
    }

    /// <summary>The address of an object: its key stays as it is, dots and all.</summary>
    public Uri Object(string key, string query = "") => new(
        $"{_service.GetLeftPart(UriPartial.Authority)}{_bucketPath}/{AwsEncoding.Encode(key, keepSlashes: true)}{query}", AsWritten);
}
