namespace RelayKit.LiveKit.Simulator.ObjectStore.Objects;

/// <summary>
/// A file as it is written from its beginning to its end. Pieces of zeros alone are passed over, so that the filesystem keeps a hole in their place: an
/// object of a gigabyte that is filled up costs no disk.
/// </summary>
internal sealed class SparseFile(FileStream file) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => file.Position;

    public override long Position
    {
        get => file.Position;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (IsHole(buffer))
        {
            file.Position += buffer.Length;
        }
        else
        {
            file.Write(buffer);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!IsHole(buffer.Span))
        {
            return file.WriteAsync(buffer, cancellationToken);
        }

        file.Position += buffer.Length;
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => file.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && file.CanWrite)
        {
            // A hole at the end is none yet: nothing was written behind it.
            file.SetLength(file.Position);
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool IsHole(ReadOnlySpan<byte> piece) => !piece.ContainsAnyExcept((byte)0);
}
