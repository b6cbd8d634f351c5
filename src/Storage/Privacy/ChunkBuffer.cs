using System.Security.Cryptography;

namespace RelayKit.Storage.Privacy;

/// <summary>
/// What a zip is written into: its bytes gather here, and whoever writes it hands them on, a piece at a time, between two rows. So a writer that
/// is not asynchronous never waits for the database, and what gathers is bounded by what a row and the compressor hold.
/// </summary>
internal sealed class ChunkBuffer : Stream
{
    /// <summary>Bytes of a piece.</summary>
    public const int ChunkBytes = 1024 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MemoryStream _gathered = new(ChunkBytes + (256 * 1024));
    private long _taken;

    /// <summary>Whether there is enough for a piece.</summary>
    public bool IsFull => _gathered.Length >= ChunkBytes;

    /// <summary>Whether there is anything.</summary>
    public bool Any => _gathered.Length > 0;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _taken + _gathered.Length;
        set => throw new NotSupportedException();
    }

    /// <summary>Takes all that has gathered.</summary>
    public byte[] Take()
    {
        var piece = _gathered.ToArray();
        _hash.AppendData(piece);
        _taken += piece.Length;
        _gathered.SetLength(0);
        return piece;
    }

    /// <summary>Length and hash of all that was taken.</summary>
    public (long Bytes, byte[] Sha256) Sum() => (_taken, _hash.GetHashAndReset());

    public override void Write(byte[] buffer, int offset, int count) => _gathered.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => _gathered.Write(buffer);

    public override void WriteByte(byte value) => _gathered.WriteByte(value);

    public override void Flush()
    {
        // There is nowhere to flush to: the pieces are taken.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            _gathered.Dispose();
        }

        base.Dispose(disposing);
    }
}
