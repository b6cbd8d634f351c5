using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RelayKit.LiveKit.Simulator.ObjectStore.Authentication;

namespace RelayKit.LiveKit.Simulator.ObjectStore.Bodies;

/// <summary>
/// A body in chunks as AWS's clients send them (<c>aws-chunked</c>): each with its size and, when they are signed, its signature, which
/// covers the one before; behind the last, headers. What was read is right only once the end was reached.
/// </summary>
internal sealed class ChunkedBody(Stream body, PayloadMode mode, Caller caller) : IDisposable
{
    private const int MaxLine = 8 * 1024;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Dictionary<string, string> _trailers = new(StringComparer.OrdinalIgnoreCase);
    private int _at;
    private int _end;
    private string _previous = caller.Signature;
    private string _claimed = "";
    private long _left;
    private bool _begun;
    private bool _done;

    /// <summary>The headers behind the body, once it is read.</summary>
    public IReadOnlyDictionary<string, string> Trailers => _trailers;

    /// <summary>The next bytes; 0 at the end, when everything of it was right.</summary>
    /// <exception cref="S3Exception">It is cut off, signed wrongly or no such body.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancellation)
    {
        while (_left == 0 && !_done)
        {
            await NextChunkAsync(cancellation);
        }

        if (_done)
        {
            return 0;
        }

        if (_at == _end)
        {
            await FillAsync(cancellation);
        }

        var count = (int)Math.Min(Math.Min(into.Length, _end - _at), _left);
        _buffer.AsMemory(_at, count).CopyTo(into);
        _hash.AppendData(_buffer.AsSpan(_at, count));
        _at += count;
        _left -= count;
        return count;
    }

    public void Dispose() => _hash.Dispose();

    private async Task NextChunkAsync(CancellationToken cancellation)
    {
        if (_begun)
        {
            CheckChunk();
            await ExpectEmptyLineAsync(cancellation);
        }

        _begun = true;
        var parts = (await LineAsync(cancellation)).Split(';', 2);
        if (!long.TryParse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left) || _left < 0)
        {
            throw Broken();
        }

        _claimed = parts.Length == 2 && parts[1].StartsWith("chunk-signature=", StringComparison.Ordinal) ? parts[1]["chunk-signature=".Length..] : "";
        if (_left > 0)
        {
            return;
        }

        CheckChunk();
        await ReadTrailersAsync(cancellation);
        _done = true;
    }

    private void CheckChunk()
    {
        var hash = Convert.ToHexStringLower(_hash.GetHashAndReset());
        if (mode.IsSigned)
        {
            CheckSignature(caller.Scope.SignChunk(caller.Secret, caller.Time, _previous, hash), _claimed);
        }
    }

    private async Task ReadTrailersAsync(CancellationToken cancellation)
    {
        var signed = new StringBuilder();
        var signature = "";
        for (var line = await LineAsync(cancellation); line.Length > 0; line = await LineAsync(cancellation))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                throw Broken();
            }

            var (name, value) = (line[..colon].Trim().ToLowerInvariant(), line[(colon + 1)..].Trim());
            if (name == "x-amz-trailer-signature")
            {
                signature = value;
                continue;
            }

            _trailers[name] = value;
            signed.Append(name).Append(':').Append(value).Append('\n');
        }

        if (mode is { IsSigned: true, HasTrailer: true })
        {
            CheckSignature(caller.Scope.SignTrailer(caller.Secret, caller.Time, _previous, signed.ToString()), signature);
        }
    }

    private void CheckSignature(string right, string claimed)
    {
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(right), Encoding.UTF8.GetBytes(claimed)))
        {
            throw new S3Exception(
                403, "SignatureDoesNotMatch", "The signature of a chunk or trailer does not match.", ("AWSAccessKeyId", caller.AccessKeyId));
        }

        _previous = right;
    }

    private async Task ExpectEmptyLineAsync(CancellationToken cancellation)
    {
        if ((await LineAsync(cancellation)).Length > 0)
        {
            throw Broken();
        }
    }

    /// <summary>A line up to its end; the end of the body ends the last one too.</summary>
    private async Task<string> LineAsync(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        while (line.Length < MaxLine)
        {
            if (_at == _end && !await TryFillAsync(cancellation))
            {
                return _left == 0 && _begun && line.Length == 0 ? "" : throw Broken();
            }

            var letter = (char)_buffer[_at++];
            if (letter == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(letter);
        }

        throw Broken();
    }

    private async Task FillAsync(CancellationToken cancellation)
    {
        if (!await TryFillAsync(cancellation))
        {
            throw Broken();
        }
    }

    private async Task<bool> TryFillAsync(CancellationToken cancellation)
    {
        _at = 0;
        _end = await body.ReadAsync(_buffer, cancellation);
        return _end > 0;
    }

    private static S3Exception Broken() =>
        new(400, "IncompleteBody", "The request body terminated unexpectedly, or its chunks are not framed as aws-chunked.");
}
