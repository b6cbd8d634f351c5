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
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly IPEndPoint _address;
    private Socket? _socket;

    public RawConnection(Uri address) => _address = new IPEndPoint(IPAddress.Parse(address.Host), address.Port);

    /// <summary>The status of the answer; 0 when the connection broke.</summary>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request)
    {
        try
        {
            _socket ??= await ConnectAsync();
            await _socket.SendAsync(request);
            return await ReadAnswerAsync(_socket);
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

    private async ValueTask<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(_address);
        return socket;
    }

    private async ValueTask<int> ReadAnswerAsync(Socket socket)
    {
        var filled = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(_buffer.AsMemory(filled));
            if (read == 0)
            {
                Dispose();
                return 0;
            }

            filled += read;
            if (IsComplete(_buffer.AsSpan(0, filled)))
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
