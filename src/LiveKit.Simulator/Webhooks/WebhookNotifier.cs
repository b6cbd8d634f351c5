using System.Collections.Concurrent;
using RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>
/// Tells the world, as LiveKit's default notifier does: for each address and each room one queue, strictly in order, and every
/// queue by itself. It lives in memory only.
/// </summary>
internal sealed class WebhookNotifier(
    SimulatorOptions options, WebhookDelivery deliver, WebhookCounters counters, SentWebhooks sent, TimeProvider time) : IDisposable
{
    /// <summary>LiveKit discards a queue that has been empty for so long.</summary>
    private static readonly TimeSpan QueueLife = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(Uri Url, string Key), WebhookQueue> _queues = new();

    public WebhookCounters Counters => counters;

    public IReadOnlyList<SentWebhook> Sent => sent.Read();

    /// <summary>Queues an event under a room's name and gives its <c>created_at</c>, Unix seconds.</summary>
    public long Notify(string key, WebhookEvent webhook)
    {
        webhook.Id = Sid.New("EV_");
        webhook.CreatedAt = time.GetUtcNow().ToUnixTimeSeconds();
        if (options.WebhookUrls.Count > 0)
        {
            var body = WebhookJson.Write(webhook);
            foreach (var url in options.WebhookUrls)
            {
                var queued = new QueuedWebhook(webhook.Id, webhook.Event, key, body, url, time.GetTimestamp());
                WithQueue(url, key, queue => queue.TryAdd(queued));
            }
        }

        return webhook.CreatedAt;
    }

    /// <summary>Keeps a room's webhooks back until <see cref="Release"/>.</summary>
    public void Hold(string key)
    {
        foreach (var url in options.WebhookUrls)
        {
            WithQueue(url, key, queue => queue.TryHold());
        }
    }

    /// <summary>Lets a room's webhooks go, in order or the other way round; nothing happens where none are held.</summary>
    public void Release(string key, bool reverse)
    {
        foreach (var url in options.WebhookUrls)
        {
            if (_queues.TryGetValue((url, key), out var queue))
            {
                queue.Release(reverse);
            }
        }
    }

    public void ReleaseAll()
    {
        foreach (var queue in _queues.Values)
        {
            queue.Release(reverse: false);
        }
    }

    /// <summary>What is in the queues of a node that dies is gone.</summary>
    public void LoseAll()
    {
        foreach (var name in _queues.Keys)
        {
            if (_queues.TryRemove(name, out var queue))
            {
                queue.Lose();
                queue.Dispose();
            }
        }
    }

    public void RetireIdleQueues()
    {
        foreach (var named in _queues)
        {
            if (named.Value.TryRetire(QueueLife))
            {
                _queues.TryRemove(named);
                named.Value.Dispose();
            }
        }
    }

    public void Dispose() => LoseAll();

    public void ForgetSent() => sent.Clear();

    private void WithQueue(Uri url, string key, Func<WebhookQueue, bool> use)
    {
        while (!use(_queues.GetOrAdd((url, key), _ => new WebhookQueue(deliver, counters, time))))
        {
            // It retired in this very moment: the sweep takes it away, or this does.
            _queues.TryRemove((url, key), out _);
        }
    }
}
