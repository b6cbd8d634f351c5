using RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>What an egress worker does with a finished file: puts it into the bucket that the request names, with the request's own key.</summary>
internal interface IEgressUploader
{
    /// <summary>Uploads a file, in parts when it is big: memory is bounded by one part.</summary>
    /// <param name="target">The bucket and what opens it, as the request gave it: a key, or a role to take on with an external id.</param>
    /// <param name="key">The object's key; data, never a path.</param>
    /// <param name="content">What to upload, from where it stands to its end; it need not be able to seek.</param>
    /// <param name="contentType">Its media type.</param>
    /// <param name="cancellation">Gives up; nothing of the file is left in the bucket.</param>
    /// <returns>The object's address, as LiveKit tells it in <c>location</c>: without query.</returns>
    /// <exception cref="EgressUploadException">It could not be uploaded.</exception>
    Task<string> UploadAsync(S3Upload target, string key, Stream content, string contentType, CancellationToken cancellation);
}
