using System.Globalization;
using System.Security.Cryptography;
using RelayKit.LiveKit.Simulator.ObjectStore.Authentication;

namespace RelayKit.LiveKit.Simulator.ObjectStore.Bodies;

/// <summary>
/// The body of a request, decoded and checked while it is read: against its signature, its length, <c>Content-MD5</c> and checksums in
/// headers or trailers. What was read counts only when reading came to its end.
/// </summary>
internal static class RequestBody
{
    private const string DecodedLength = "x-amz-decoded-content-length";

    /// <summary>Writes it to a stream.</summary>
    /// <param name="request">The request.</param>
    /// <param name="mode">How it is sent.</param>
    /// <param name="caller">Who signed it.</param>
    /// <param name="maxBytes">More is <c>EntityTooLarge</c>.</param>
    /// <param name="into">Where it goes.</param>
    /// <returns>Its size and MD5 in hexadecimal, and its checksums by header.</returns>
    /// <exception cref="S3Exception">It is not what was promised.</exception>
    public static async Task<ReceivedBody> CopyAsync(S3Request request, PayloadMode mode, Caller caller, long maxBytes, Stream into)
    {
        var promised = mode.IsChunked ? ReadLength(request) : request.Context.Request.ContentLength;
        if (promised > maxBytes)
        {
            throw TooLarge(promised.Value, maxBytes);
        }

#pragma warning disable CA5351 // S3's ETag is one.
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var chunks = mode.IsChunked ? new ChunkedBody(request.Context.Request.Body, mode, caller) : null;
        var checksums = ExpectedChecksums(request);
        var buffer = new byte[64 * 1024];
        var size = 0L;
        for (int count; (count = await ReadAsync(request, chunks, buffer)) > 0; size += count)
        {
            if (size + count > maxBytes)
            {
                throw TooLarge(size + count, maxBytes);
            }

            md5.AppendData(buffer, 0, count);
            if (mode.IsHash)
            {
                sha256.AppendData(buffer, 0, count);
            }

            checksums.ForEach(checksum => checksum.Append(buffer.AsSpan(0, count)));
            await into.WriteAsync(buffer.AsMemory(0, count), request.Aborted);
        }

        if (promised is { } length && length != size)
        {
            throw new S3Exception(400, "IncompleteBody", "You did not provide the number of bytes specified by the content length.");
        }

        if (mode.IsHash && Convert.ToHexStringLower(sha256.GetHashAndReset()) is var hash && hash != mode.Hash)
        {
            throw new S3Exception(
                400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.", ("ClientComputedContentSHA256", mode.Hash), ("S3ComputedContentSHA256", hash));
        }

        var digest = md5.GetHashAndReset();
        CheckMd5(request, digest);
        return new ReceivedBody(size, Convert.ToHexStringLower(digest), CheckChecksums(request, chunks, checksums));
    }

    /// <summary>A body that is small, as a whole.</summary>
    /// <exception cref="S3Exception">It is not what was promised.</exception>
    public static async Task<byte[]> ReadAllAsync(S3Request request, PayloadMode mode, Caller caller, int maxBytes)
    {
        using var memory = new MemoryStream();
        await CopyAsync(request, mode, caller, maxBytes, memory);
        return memory.ToArray();
    }

    private static ValueTask<int> ReadAsync(S3Request request, ChunkedBody? chunks, byte[] buffer) =>
        chunks is null ? request.Context.Request.Body.ReadAsync(buffer, request.Aborted) : chunks.ReadAsync(buffer, request.Aborted);

    private static long ReadLength(S3Request request) =>
        long.TryParse(request.Header(DecodedLength), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw new S3Exception(411, "MissingContentLength", $"You must provide the {DecodedLength} HTTP header.");

    private static List<BodyChecksum> ExpectedChecksums(S3Request request)
    {
        var trailers = (request.Header("x-amz-trailer") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var names = request.Context.Request.Headers.Keys.Concat(trailers).Distinct(StringComparer.OrdinalIgnoreCase);
        return [.. names.Select(BodyChecksum.For).OfType<BodyChecksum>()];
    }

    private static Dictionary<string, string> CheckChecksums(S3Request request, ChunkedBody? chunks, List<BodyChecksum> checksums)
    {
        var right = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var checksum in checksums)
        {
            var value = checksum.Finish();
            checksum.Dispose();
            if ((request.Header(checksum.Header) ?? chunks?.Trailers.GetValueOrDefault(checksum.Header)) is not { } said)
            {
                throw S3Exception.InvalidRequest($"The trailer {checksum.Header} was promised and did not come.");
            }

            right[checksum.Header] = said == value ? value : throw new S3Exception(
                400, "BadDigest", $"The {checksum.Header[BodyChecksum.HeaderPrefix.Length..].ToUpperInvariant()} you specified did not match the calculated checksum.");
        }

        return right;
    }

    private static void CheckMd5(S3Request request, byte[] digest)
    {
        if (request.Header("Content-MD5") is not { } header)
        {
            return;
        }

        var said = new byte[digest.Length];
        if (!Convert.TryFromBase64String(header, said, out var length) || length != digest.Length)
        {
            throw new S3Exception(400, "InvalidDigest", "The Content-MD5 you specified is not valid.");
        }

        if (!said.AsSpan().SequenceEqual(digest))
        {
            throw new S3Exception(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
    }

    private static S3Exception TooLarge(long size, long most) => new(
        400,
        "EntityTooLarge",
        "Your proposed upload exceeds the maximum allowed size",
        ("ProposedSize", size.ToString(CultureInfo.InvariantCulture)),
        ("MaxSizeAllowed", most.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>A body that arrived whole.</summary>
/// <param name="Size">Its size.</param>
/// <param name="Md5">Its MD5, hexadecimal.</param>
/// <param name="Checksums">The checksums that came with it, by header.</param>
internal sealed record ReceivedBody(long Size, string Md5, IReadOnlyDictionary<string, string> Checksums);
