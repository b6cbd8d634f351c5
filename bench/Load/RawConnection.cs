using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace RelayKit.Bench.Load;

/// <summary>
/// One HTTP/1.1 keep-alive connection that sends prepared bytes and reads an answer: enough for a load generator, and a fraction of
/// what a general client costs on the cores that are being measured.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private byte[] _buffer = new byte[8 * 1024];
    private readonly IPEndPoint _address;
    private Socket? _socket;
    private int _filled;

    public RawConnection(Uri address) => _address = new IPEndPoint(IPAddress.Parse(address.Host), address.Port);

    /// <summary>The last answer, head and body; valid until the next request is sent.</summary>
    public ReadOnlySpan<byte> Answer => _buffer.AsSpan(0, _filled);

    /// <summary>Connects ahead of the first request. False when nobody took the connection.</summary>
    public async Task<bool> TryOpenAsync(CancellationToken cancellation)
    {
        try
        {
            _socket ??= await ConnectAsync(cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The status of the answer; 0 when the connection broke.</summary>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellation = default)
    {
        try
        {
            _socket ??= await ConnectAsync(cancellation);
            await _socket.SendAsync(request, cancellation);
            return await ReadAnswerAsync(_socket, cancellation);
        }
        catch (SocketException)
        {
            Dispose();
            return 0;
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private async ValueTask<Socket> ConnectAsync(CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(_address, cancellation);
        return socket;
    }

    private async ValueTask<int> ReadAnswerAsync(Socket socket, CancellationToken cancellation)
    {
        _filled = 0;
        while (true)
        {
            if (_filled == _buffer.Length)
            {
                Array.Resize(ref _buffer, _filled * 2);
            }

            var read = await socket.ReceiveAsync(_buffer.AsMemory(_filled), cancellation);
            if (read == 0)
            {
                Dispose();
                return 0;
            }

            _filled += read;
            if (IsComplete(_buffer.AsSpan(0, _filled)))
            {
                return Utf8Parser.TryParse(_buffer.AsSpan(9, 3), out int status, out _) ? status : 0;
            }
        }
    }

    private static bool IsComplete(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var head = answer[..(end + 2)];
        var body = answer[(end + 4)..];
        var at = head.IndexOf("Content-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + 16)..], out int length, out _)
            ? body.Length >= length
            : body.EndsWith("0\r\n\r\n"u8);
    }
}
