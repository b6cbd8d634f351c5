using System.Text;

namespace RelayKit.UnitTests.Client;

/// <summary>An answer's body that comes in pieces, and then ends, breaks off or is silent.</summary>
internal sealed class PlayedBody(string text, BodyEnd end) : Stream
{
    private ReadOnlyMemory<byte> _left = Encoding.UTF8.GetBytes(text);

    public bool IsDisposed { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left.IsEmpty)
        {
            switch (end)
            {
                case BodyEnd.Breaks:
                    throw new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
                case BodyEnd.Silent:
                    await Silence.UntilAsync(cancellationToken).ConfigureAwait(false);
                    break;
            }

            return 0;
        }

        // In small pieces, as a network would: no reader may think that an event comes whole.
        var count = Math.Min(Math.Min(buffer.Length, _left.Length), 7);
        _left[..count].CopyTo(buffer);
        _left = _left[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
