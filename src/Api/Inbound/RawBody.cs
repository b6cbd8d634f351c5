using System.Buffers;

namespace RelayKit.Api.Inbound;

/// <summary>Reads a body as it came over the wire, up to a limit.</summary>
internal static class RawBody
{
    /// <summary>The bytes; or that there are more than <paramref name="maxBytes"/>.</summary>
    public static async ValueTask<(ReadOnlyMemory<byte> Body, bool TooLarge)> ReadAsync(
        HttpRequest request, int maxBytes, CancellationToken cancellation)
    {
        if (request.ContentLength > maxBytes)
        {
            return (default, true);
        }

        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            if (read.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return (default, true);
            }

            if (read.IsCompleted)
            {
                // The pipe's memory is given back with the request: what is kept is a copy.
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return (body, false);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
