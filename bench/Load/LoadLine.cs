using System.Net;
using System.Net.Sockets;

namespace RelayKit.Bench.Load;

/// <summary>
/// A keep-alive connection of the load generator, which never waits: it sends prepared bytes, and is read when there is something
/// to read. Connects with its first request, and again after it broke.
/// </summary>
internal sealed class LoadLine(int number, Uri address, ReadableSockets readable) : IDisposable
{
    private readonly IPEndPoint _address = new(IPAddress.Parse(address.Host), address.Port);
    private readonly AnswerBuffer _answer = new();
    private Socket? _socket;

    /// <summary>Which of the load's connections it is, from 0.</summary>
    public int Number => number;

    /// <summary>When the request under way was due; meaningless without one.</summary>
    public TimeSpan Due { get; private set; }

    /// <summary>False when nobody took the connection, or it broke: the request is then at its end.</summary>
    public bool TrySend(ReadOnlySpan<byte> request, TimeSpan due)
    {
        Due = due;
        _answer.Clear();
        try
        {
            if (_socket is null)
            {
                _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                _socket.Connect(_address);
                _socket.Blocking = false;
                readable.Watch(_socket, number);
            }

            for (var sent = 0; sent < request.Length;)
            {
                sent += _socket.Send(request[sent..], SocketFlags.None, out var fault);
                if (fault is SocketError.WouldBlock)
                {
                    // Only where a request is larger than what the kernel keeps for a connection.
                    _ = _socket.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectWrite);
                }
                else if (fault is not SocketError.Success)
                {
                    Dispose();
                    return false;
                }
            }

            return true;
        }
        catch (SocketException)
        {
            Dispose();
            return false;
        }
    }

    /// <summary>The status of the answer once it is whole, 0 when the connection broke; null as long as more has to come.</summary>
    public int? Read()
    {
        while (_socket is { } socket)
        {
            var room = _answer.Room.Span;
            var read = socket.Receive(room, SocketFlags.None, out var fault);
            if (fault is SocketError.WouldBlock)
            {
                return null;
            }

            if (fault is not SocketError.Success || read == 0)
            {
                Dispose();
                return 0;
            }

            if (_answer.Add(read) is { } status)
            {
                return status;
            }

            if (read < room.Length)
            {
                return null;
            }
        }

        return null;
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
