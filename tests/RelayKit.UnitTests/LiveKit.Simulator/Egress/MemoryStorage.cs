extern alias RelayKitSimulator;

using System.Collections.Concurrent;
using RelayKit.LiveKit.Simulator.Egress;
using Wire = RelayKitSimulator::RelayKit.LiveKit.Protocol;

namespace RelayKit.UnitTests.LiveKit.Simulator.Egress;

/// <summary>Buckets in memory; those whose name begins with <c>closed</c> take nothing.</summary>
internal sealed class MemoryStorage : IEgressUploader
{
    /// <summary>What is there, by bucket and key.</summary>
    public ConcurrentDictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>The keys that were shown, with their secrets.</summary>
    public ConcurrentQueue<string> Credentials { get; } = new();

    /// <summary>Uploads wait for it; null: they do not.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public async Task<string> UploadAsync(Wire.S3Upload target, string key, Stream content, string contentType, CancellationToken cancellation)
    {
        Credentials.Enqueue($"{target.AccessKey}:{target.Secret}");
        if (Gate is { } gate)
        {
            await gate.Task.WaitAsync(cancellation);
        }

        if (target.Bucket.StartsWith("closed", StringComparison.Ordinal))
        {
            throw new EgressUploadException("AccessDenied: Access Denied", "AccessDenied");
        }

        using var copy = new MemoryStream();
        content.CopyTo(copy);
        Objects[$"{target.Bucket}/{key}"] = copy.ToArray();
        return $"https://{target.Bucket}.example.com/{key}";
    }
}
