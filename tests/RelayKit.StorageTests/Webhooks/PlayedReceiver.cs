using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RelayKit.StorageTests.Webhooks;

/// <summary>A tenant's backend on this machine, whatever address was asked for: it keeps each request and answers as a test tells it.</summary>
internal sealed class PlayedReceiver : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public PlayedReceiver()
    {
        _listener.Start();
        _ = ListenAsync();
    }

    /// <summary>The whole answer to a path; 204 unless a test says otherwise. Null leaves the connection open and says nothing.</summary>
    public Func<string, string?> Play { get; set; } = static _ => Answer(204);

    public ConcurrentQueue<ReceivedRequest> Received { get; } = [];

    public static string Answer(int status, string headers = "", string body = "") =>
        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Played\r\n{headers}content-length: {Encoding.UTF8.GetByteCount(body)}\r\nconnection: close\r\n\r\n{body}");

    public async Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellation)
    {
        var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)_listener.LocalEndpoint, cancellation);
        return client.GetStream();
    }

    public void Dispose() => _listener.Dispose();

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception closed) when (closed is ObjectDisposedException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        await using (var stream = client.GetStream())
        {
            if (await ReadAsync(stream) is not { } request)
            {
                return;
            }

            Received.Enqueue(request);
            if (Play(request.Path) is { } answer)
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
            }
            else
            {
                // Until the other end gives up.
                _ = await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false);
            }
        }
    }

    private static async Task<ReceivedRequest?> ReadAsync(NetworkStream stream)
    {
        var (buffer, text) = (new byte[64 * 1024], new StringBuilder());
        while (true)
        {
            var read = await stream.ReadAsync(buffer);
            if (read == 0)
            {
                return null;
            }

            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            var received = text.ToString();
            var end = received.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
            {
                continue;
            }

            var lines = received[..end].Split("\r\n");
            var headers = lines.Skip(1).Select(static line => line.Split(':', 2)).ToDictionary(static pair => pair[0], static pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
            if (Encoding.UTF8.GetByteCount(received[(end + 4)..]) >= int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture))
            {
                return new ReceivedRequest(lines[0].Split(' ')[1], headers, received[(end + 4)..]);
            }
        }
    }
}

/// <summary>A request as it came.</summary>
internal sealed record ReceivedRequest(string Path, IReadOnlyDictionary<string, string> Headers, string Body);
