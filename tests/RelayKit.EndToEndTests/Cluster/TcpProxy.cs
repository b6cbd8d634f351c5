using System.Net;
using System.Net.Sockets;

namespace RelayKit.EndToEndTests.Cluster;

/// <summary>
/// A wire between a process and a server that can be cut as a network does it: what is sent goes nowhere and nothing comes back,
/// while the connections stay open and new ones are accepted and hear nothing.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly DnsEndPoint _server;
    private readonly Task _accepting;
    private volatile TaskCompletionSource _mended = Mended();

    public TcpProxy(string host, int port)
    {
        _server = new DnsEndPoint(host, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Cut() => _mended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets everything through again, also what was sent meanwhile: TCP keeps it.</summary>
    public void Mend() => _mended.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _closed.Dispose();
    }

    private static TaskCompletionSource Mended()
    {
        var mended = new TaskCompletionSource();
        mended.SetResult();
        return mended;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(_closed.Token));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await _mended.Task.WaitAsync(_closed.Token);
                await server.ConnectAsync(_server, _closed.Token);
                await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException)
            {
                // Either end hung up, or the test is over.
            }
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var read = await from.ReceiveAsync(buffer, _closed.Token);
            await _mended.Task.WaitAsync(_closed.Token);
            if (read == 0)
            {
                return;
            }

            for (var sent = 0; sent < read;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), _closed.Token);
            }
        }
    }
}
