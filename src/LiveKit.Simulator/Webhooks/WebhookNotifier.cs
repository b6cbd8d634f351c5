using System.Collections.Concurrent;
using RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>
/// Tells the world, as LiveKit's default notifier does: for each address and each room one queue, strictly in order, and every
/// queue by itself. It lives in memory only.
/// </summary>
internal sealed class WebhookNotifier : IDisposable
{
    private const int SentKept = 1000;

    private readonly ConcurrentDictionary<(Uri Url, string Key), WebhookQueue> _queues = new();
    private readonly ConcurrentQueue<SentWebhook> _sent = new();
    private readonly SimulatorOptions _options;
    private readonly WebhookSender? _sender;
    private readonly TimeProvider _time;

    public WebhookNotifier(SimulatorOptions options, TimeProvider time, HttpMessageHandler handler)
    {
        _options = options;
        _time = time;
        if (options.WebhookApiKey is { } key && options.Keys.TryGetValue(key, out var secret))
        {
            _sender = new WebhookSender(handler, new WebhookSigner(key, secret, time), Counters, time, Remember);
        }
    }

    public WebhookCounters Counters { get; } = new();

    public IReadOnlyList<SentWebhook> Sent => [.. _sent];

    /// <summary>Queues an event under a room's name and gives its <c>created_at</c>, Unix seconds.</summary>
    public long Notify(string key, WebhookEvent webhook)
    {
        webhook.Id = Sid.New("EV_");
        webhook.CreatedAt = _time.GetUtcNow().ToUnixTimeSeconds();
        if (_sender is not null)
        {
            var body = WebhookJson.Write(webhook);
            foreach (var url in _options.WebhookUrls)
            {
                Queue(url, key).Add(new QueuedWebhook(webhook.Id, webhook.Event, key, body, url, _time.GetTimestamp()));
            }
        }

        return webhook.CreatedAt;
    }

    /// <summary>Keeps a room's webhooks back until <see cref="Release"/>.</summary>
    public void Hold(string key)
    {
        foreach (var url in _options.WebhookUrls)
        {
            Queue(url, key).Hold();
        }
    }

    /// <summary>Lets a room's webhooks go, in order or the other way round.</summary>
    public void Release(string key, bool reverse)
    {
        foreach (var url in _options.WebhookUrls)
        {
            Queue(url, key).Release(reverse);
        }
    }

    /// <summary>What is in the queues of a node that dies is gone.</summary>
    public void LoseAll()
    {
        foreach (var queue in _queues.Keys)
        {
            if (_queues.TryRemove(queue, out var gone))
            {
                gone.Lose();
            }
        }
    }

    public void Dispose()
    {
        LoseAll();
        _sender?.Dispose();
    }

    private WebhookQueue Queue(Uri url, string key) =>
        _queues.GetOrAdd((url, key), _ => new WebhookQueue(_sender!, Counters, _time));

    private void Remember(SentWebhook sent)
    {
        _sent.Enqueue(sent);
        while (_sent.Count > SentKept)
        {
            _sent.TryDequeue(out _);
        }
    }
}
