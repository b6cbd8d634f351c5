using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RelayKit.UnitTests.Bench;

/// <summary>
/// A web server that answers as a test says: given the number of a request, from 0 in the order of arrival, and its text. It reads
/// what comes in one piece as one request, which holds for a client that sends small ones and waits for each answer.
/// </summary>
internal sealed class RawServer : IAsyncDisposable
{
    public const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<(TimeSpan At, string Text)> _requests = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Func<int, string, Task<string>> _answer;
    private readonly Task _accepting;
    private int _arrived;

    public RawServer(Func<int, string, Task<string>> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}/");

    /// <summary>What has arrived, and when since the server began, in that order.</summary>
    public IReadOnlyList<(TimeSpan At, string Text)> Requests => [.. _requests.OrderBy(request => request.At)];

    /// <summary>Time since the server began.</summary>
    public TimeSpan Now => _clock.Elapsed;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                _connections.Add(Task.Run(() => ServeAsync(socket)));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket accepted)
    {
        using var socket = accepted;
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, _stop.Token) is > 0 and var length)
            {
                var text = Encoding.UTF8.GetString(buffer, 0, length);
                _requests.Enqueue((_clock.Elapsed, text));
                var answer = await _answer(Interlocked.Increment(ref _arrived) - 1, text).WaitAsync(_stop.Token);
                await socket.SendAsync(Encoding.UTF8.GetBytes(answer), _stop.Token);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }
}
