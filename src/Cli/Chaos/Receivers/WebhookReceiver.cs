using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RelayKit.Webhooks;

namespace RelayKit.Cli.Chaos.Receivers;

/// <summary>
/// The backends of all tenants, which take their webhooks: a server in this process that lives through all bad weather, and is a bad one itself. Of all
/// requests some tenths fail: with a 500, with a 429 that names a second, or with a connection that ends before an answer.
/// </summary>
internal sealed class WebhookReceiver(int port, int seed, TimeProvider time) : IAsyncDisposable
{
    /// <summary>The share of requests that fails.</summary>
    public const double Failing = 0.3;

    private const int MaxBody = 64 * 1024;

    private readonly ConcurrentDictionary<string, WebhookSecret> _secrets = [];
    private readonly ConcurrentDictionary<string, ReceivedWebhook> _messages = [];
    private readonly Random _random = new(seed);
    private WebApplication? _app;
    private long _requests;
    private long _failed;

    /// <summary>What has come, each message once.</summary>
    public IEnumerable<ReceivedWebhook> Messages => _messages.Values;

    /// <summary>How many requests came.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>How many of them failed, as they were meant to.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Where a tenant's backend is reached.</summary>
    public Uri UrlOf(string tenant) => new($"http://127.0.0.1:{port}/{tenant}");

    /// <summary>What a tenant's webhooks are signed with.</summary>
    public void Trust(string tenant, string secret) => _secrets[tenant] = WebhookSecret.TryParse(secret, out var parsed)
        ? parsed
        : throw new ChaosFailedException("The secret of a webhook endpoint is none of Standard Webhooks.");

    public async Task StartAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        _app.MapPost("/{tenant}", TakeAsync);
        await _app.StartAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private async Task TakeAsync(string tenant, HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var id = context.Request.Headers["webhook-id"].ToString();
        var message = _messages.GetOrAdd(id, static id => new ReceivedWebhook(id));
        if (body.Length > MaxBody || !_secrets.TryGetValue(tenant, out var secret) || WebhookSignature.Verify(
                [secret],
                id,
                context.Request.Headers["webhook-timestamp"],
                context.Request.Headers["webhook-signature"],
                body.GetBuffer().AsSpan(0, (int)body.Length),
                time.GetUtcNow()) != WebhookVerdict.Valid)
        {
            message.Refuse();
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using (var read = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length)))
        {
            message.Read(read.RootElement.GetProperty("id").GetString()!);
        }

        switch (Chance())
        {
            case < Failing / 2:
                Interlocked.Increment(ref _failed);
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            case < Failing * 0.75:
                Interlocked.Increment(ref _failed);
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                context.Response.Headers.RetryAfter = "1";
                break;
            case < Failing:
                Interlocked.Increment(ref _failed);
                context.Abort();
                break;
            default:
                message.Accept();
                break;
        }
    }

    private double Chance()
    {
        lock (_random)
        {
            return _random.NextDouble();
        }
    }
}
