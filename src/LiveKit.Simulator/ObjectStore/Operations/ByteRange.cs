using System.Net.Http.Headers;

namespace RelayKit.LiveKit.Simulator.ObjectStore.Operations;

/// <summary>Which bytes of an object a reader wants.</summary>
/// <param name="From">The first.</param>
/// <param name="Length">How many.</param>
internal readonly record struct ByteRange(long From, long Length)
{
    /// <summary>Reads a header; null for the whole object, also when the header asks for several ranges or makes no sense.</summary>
    /// <exception cref="S3Exception">None of the bytes is there.</exception>
    public static ByteRange? Read(string? header, long size)
    {
        if (header is null || !RangeHeaderValue.TryParse(header, out var value) || value.Unit != "bytes" || value.Ranges.Count != 1)
        {
            return null;
        }

        var range = value.Ranges.Single();
        var from = range.From ?? Math.Max(0, size - range.To!.Value);
        var to = range.From is null ? size - 1 : Math.Min(range.To ?? (size - 1), size - 1);
        return from > to
            ? throw new S3Exception(416, "InvalidRange", "The requested range is not satisfiable", ("RangeRequested", header))
            {
                Headers = new Dictionary<string, string> { ["Content-Range"] = $"bytes */{size}" },
            }
            : new ByteRange(from, to - from + 1);
    }
}
