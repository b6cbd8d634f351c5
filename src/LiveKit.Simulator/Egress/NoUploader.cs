using RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>A worker that reaches no storage at all.</summary>
internal sealed class NoUploader : IEgressUploader
{
    public Task<string> UploadAsync(S3Upload target, string key, Stream content, string contentType, CancellationToken cancellation) =>
        throw new EgressUploadException("no route to the storage", null);
}
