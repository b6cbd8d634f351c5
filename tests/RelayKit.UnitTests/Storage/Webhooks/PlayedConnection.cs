using System.IO.Pipelines;
using System.Net;
using System.Text;

namespace RelayKit.UnitTests.Storage.Webhooks;

/// <summary>The other end of connections that are made without a socket: it reads a request and answers what it is told.</summary>
internal sealed class PlayedConnection(string answer)
{
    private readonly StringBuilder _received = new();

    public int Connects { get; private set; }

    /// <summary>The request as it came.</summary>
    public string Received => _received.ToString();

    public Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellation)
    {
        Connects++;
        var (there, back) = (new Pipe(), new Pipe());
        _ = AnswerAsync(there.Reader.AsStream(), back.Writer.AsStream());
        return Task.FromResult<Stream>(new Duplex(back.Reader.AsStream(), there.Writer.AsStream()));
    }

    private async Task AnswerAsync(Stream request, Stream response)
    {
        var buffer = new byte[64 * 1024];
        while (!IsWhole(Received))
        {
            var read = await request.ReadAsync(buffer);
            if (read == 0)
            {
                return;
            }

            _received.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        await response.WriteAsync(Encoding.UTF8.GetBytes(answer));
        await response.FlushAsync();
    }

    private static bool IsWhole(string received)
    {
        var end = received.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        var length = received.Split("\r\n").First(static line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1];
        return received.Length - end - 4 >= int.Parse(length, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Reads from one stream and writes to another.</summary>
    private sealed class Duplex(Stream from, Stream to) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => from.ReadAsync(buffer, cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => from.Read(buffer, offset, count);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => to.WriteAsync(buffer, cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => to.Write(buffer, offset, count);

        public override void Flush() => to.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => to.FlushAsync(cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            from.Dispose();
            to.Dispose();
            base.Dispose(disposing);
        }
    }
}
