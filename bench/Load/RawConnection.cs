using System.Net;
using System.Net.Sockets;

namespace RelayKit.Bench.Load;

/// <summary>
/// One HTTP/1.1 keep-alive connection that sends prepared bytes and reads an answer: enough for a load generator, and a fraction of
/// what a general client costs on the cores that are being measured.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private readonly AnswerBuffer _answer = new();
    private readonly IPEndPoint _address;
    private Socket? _socket;

    public RawConnection(Uri address) => _address = new IPEndPoint(IPAddress.Parse(address.Host), address.Port);

    /// <summary>The last answer, head and body; valid until the next request is sent.</summary>
    public ReadOnlySpan<byte> Answer => _answer.Bytes;

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
        _answer.Clear();
        while (true)
        {
            var read = await socket.ReceiveAsync(_answer.Room, cancellation);
            if (read == 0)
            {
                Dispose();
                return 0;
            }

            if (_answer.Add(read) is { } status)
            {
                return status;
            }
        }
    }
}
