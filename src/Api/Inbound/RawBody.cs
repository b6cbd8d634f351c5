using System.Buffers;
using System.IO.Pipelines;

namespace RelayKit.Api.Inbound;

/// <summary>Reads a body as it came over the wire, up to a limit.</summary>
internal static class RawBody
{
    /// <summary>The bytes; or that there are more than <paramref name="maxBytes"/>.</summary>
    /// <exception cref="OperationCanceledException">The sender took longer than <paramref name="patience"/>.</exception>
    public static ValueTask<(ReadOnlyMemory<byte> Body, bool TooLarge)> ReadAsync(
        HttpRequest request, int maxBytes, TimeSpan patience, TimeProvider time)
    {
        if (request.ContentLength > maxBytes)
        {
            return new((default, true));
        }

        try
        {
            // As a rule the body is there with the head, and nothing has to be waited for.
            return request.BodyReader.TryRead(out var read) && TryTake(request.BodyReader, read, maxBytes, out var taken)
                ? new(taken)
                : WaitAsync(request.BodyReader, maxBytes, patience, time);
        }
        catch (BadHttpRequestException fault) when (IsTooLarge(fault))
        {
            return new((default, true));
        }
    }

    private static async ValueTask<(ReadOnlyMemory<byte> Body, bool TooLarge)> WaitAsync(
        PipeReader reader, int maxBytes, TimeSpan patience, TimeProvider time)
    {
        using var deadline = new CancellationTokenSource(patience, time);
        try
        {
            while (true)
            {
                if (TryTake(reader, await reader.ReadAsync(deadline.Token), maxBytes, out var taken))
                {
                    return taken;
                }
            }
        }
        catch (BadHttpRequestException fault) when (IsTooLarge(fault))
        {
            return (default, true);
        }
    }

    /// <summary>In chunks no length is told ahead: the web server's own limit is met while they come.</summary>
    private static bool IsTooLarge(BadHttpRequestException fault) => fault.StatusCode == StatusCodes.Status413PayloadTooLarge;

    private static bool TryTake(PipeReader reader, ReadResult read, int maxBytes, out (ReadOnlyMemory<byte> Body, bool TooLarge) taken)
    {
        var tooLarge = read.Buffer.Length > maxBytes;
        if (!tooLarge && !read.IsCompleted)
        {
            taken = default;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            return false;
        }

        // The pipe's memory is given back with the request: what is kept is a copy.
        taken = (tooLarge ? default : read.Buffer.ToArray(), tooLarge);
        reader.AdvanceTo(read.Buffer.End);
        return true;
    }
}
