namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>
/// The queue of one room for one address: strictly one after the other, at most 200 deep (the newest is dropped), and what has
/// waited more than 30 seconds for its first attempt is dropped without one.
/// </summary>
internal sealed class WebhookQueue(WebhookSender sender, WebhookCounters counters, TimeProvider time) : IDisposable
{
    private const int MaxDepth = 200;
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly LinkedList<QueuedWebhook> _waiting = [];
    private readonly CancellationTokenSource _lost = new();
    private bool _held;
    private bool _sending;

    public void Add(QueuedWebhook webhook)
    {
        lock (_gate)
        {
            counters.CountQueued();
            if (_waiting.Count >= MaxDepth)
            {
                counters.CountOverflow();
                return;
            }

            _waiting.AddLast(webhook);
        }

        StartSending();
    }

    public void Hold()
    {
        lock (_gate)
        {
            _held = true;
        }
    }

    /// <summary>Age counts from here: being held is not LiveKit's doing.</summary>
    public void Release(bool reverse)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            var held = _waiting.Select(webhook => webhook with { QueuedTimestamp = now }).ToList();
            _waiting.Clear();
            foreach (var webhook in reverse ? Enumerable.Reverse(held) : held)
            {
                _waiting.AddLast(webhook);
            }

            _held = false;
        }

        StartSending();
    }

    public void Lose()
    {
        lock (_gate)
        {
            foreach (var _ in _waiting)
            {
                counters.CountLost();
            }

            _waiting.Clear();
        }

        _lost.Cancel();
    }

    public void Dispose() => _lost.Dispose();

    private void StartSending()
    {
        lock (_gate)
        {
            if (_sending)
            {
                return;
            }

            _sending = true;
        }

        _ = Task.Run(SendAllAsync);
    }

    private async Task SendAllAsync()
    {
        while (Next() is { } webhook)
        {
            if (time.GetElapsedTime(webhook.QueuedTimestamp) > MaxAge)
            {
                counters.CountAge();
            }
            else
            {
                await sender.SendAsync(webhook, _lost.Token);
            }
        }
    }

    private QueuedWebhook? Next()
    {
        lock (_gate)
        {
            if (_held || _waiting.First is not { } first)
            {
                _sending = false;
                return null;
            }

            _waiting.RemoveFirst();
            return first.Value;
        }
    }
}
