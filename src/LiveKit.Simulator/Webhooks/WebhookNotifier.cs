using System.Collections.Concurrent;
using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Faults;
using RelayKit.LiveKit.Simulator.Nodes;

namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>
/// Tells the world, as LiveKit's default notifier does: for each node, each address and each room one queue, strictly in order,
/// and every queue by itself. They live in their node's memory only.
/// </summary>
internal sealed class WebhookNotifier(
    SimulatorOptions options,
    LiveKitNodes nodes,
    FaultPlanner faults,
    WebhookDelivery deliver,
    WebhookCounters counters,
    SentWebhooks sent,
    TimeProvider time) : IDisposable
{
    /// <summary>LiveKit discards a queue that has been empty for so long.</summary>
    private static readonly TimeSpan QueueLife = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(LiveKitNode Node, Uri Url, string Key), WebhookQueue> _queues = new();

    private long _notified;

    public WebhookCounters Counters => counters;

    public IReadOnlyList<SentWebhook> Sent => sent.Read();

    /// <summary>Queues an event of a node under a room's name, with a new id and the node's time as its <c>created_at</c>.</summary>
    public NotifiedEvent Notify(LiveKitNode node, string key, WebhookEvent webhook)
    {
        webhook.Id = Sid.New("EV_");
        webhook.CreatedAt = node.NowMs / 1000;
        var fate = new WebhookFate(options.WebhookUrls.Count > 0 ? faults.Plan(key, webhook.Event) : FaultPlan.None);
        if (options.WebhookUrls.Count > 0)
        {
            var body = WebhookJson.Write(webhook);
            var number = Interlocked.Increment(ref _notified);
            foreach (var url in options.WebhookUrls)
            {
                var queued = new QueuedWebhook(webhook.Id, webhook.Event, key, node, body, url, time.GetTimestamp())
                {
                    Fate = fate,
                    Number = number,
                };
                WithQueue((node, url, key), queue => queue.TryAdd(queued));
            }
        }

        return new NotifiedEvent(webhook.CreatedAt, fate);
    }

    /// <summary>Keeps a room's webhooks back until <see cref="Release"/>: those of one node, or of all.</summary>
    public void Hold(string key, LiveKitNode? node)
    {
        foreach (var name in QueuesOf(key, node))
        {
            WithQueue(name, queue => queue.TryHold());
        }
    }

    /// <summary>Lets a room's webhooks go, in order or the other way round; nothing happens where none are held.</summary>
    public void Release(string key, LiveKitNode? node, bool reverse)
    {
        foreach (var name in QueuesOf(key, node))
        {
            if (_queues.TryGetValue(name, out var queue))
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

    /// <summary>What is in the queues of a node that dies is gone; null is every node, and every room.</summary>
    public void LoseAll(LiveKitNode? node = null, string? key = null)
    {
        foreach (var name in _queues.Keys)
        {
            if ((node is null || name.Node == node) && (key is null || name.Key == key) && _queues.TryRemove(name, out var queue))
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

    private IEnumerable<(LiveKitNode Node, Uri Url, string Key)> QueuesOf(string key, LiveKitNode? only) =>
        from node in nodes.All
        where only is null || node == only
        from url in options.WebhookUrls
        select (node, url, key);

    private void WithQueue((LiveKitNode Node, Uri Url, string Key) name, Func<WebhookQueue, bool> use)
    {
        while (!use(_queues.GetOrAdd(name, _ => new WebhookQueue(deliver, counters, time))))
        {
            // It retired in this very moment: the sweep takes it away, or this does.
            _queues.TryRemove(name, out _);
        }
    }
}
