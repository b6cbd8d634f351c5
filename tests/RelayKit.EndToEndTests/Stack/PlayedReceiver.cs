using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RelayKit.EndToEndTests.Stack;

/// <summary>Tenants' backends: each path is one, and answers as a test has told it; 204 unless it has.</summary>
public sealed class PlayedReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _plays = new();
    private readonly ConcurrentQueue<ReceivedWebhook> _received = new();

    private PlayedReceiver(WebApplication app, int port) => (_app, Url) = (app, $"http://127.0.0.1:{port}");

    public string Url { get; }

    public static async Task<PlayedReceiver> StartAsync()
    {
        var port = FreePorts.Take(1)[0];
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var played = new PlayedReceiver(builder.Build(), port);
        played._app.Run(played.AnswerAsync);
        await played._app.StartAsync();
        return played;
    }

    /// <summary>What a backend answers from now on.</summary>
    public void Play(string backend, Func<HttpContext, Task> answer) => _plays[$"/{backend}"] = answer;

    /// <summary>What a backend answers from now on.</summary>
    public void Play(string backend, int status) => Play(backend, context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>What a backend got, in order.</summary>
    public ReceivedWebhook[] Of(string backend) => [.. _received.Where(one => one.Path == $"/{backend}")];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(static header => header.Key.ToLowerInvariant(), static header => header.Value.ToString());
        var path = context.Request.Path.ToString();
        _received.Enqueue(new ReceivedWebhook(path, headers, body.ToArray()));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        if (_plays.TryGetValue(path, out var play))
        {
            await play(context);
        }
    }
}

/// <summary>A request as it came.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Headers">Its headers, in lower case.</param>
/// <param name="Body">Its body.</param>
public sealed record ReceivedWebhook(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
