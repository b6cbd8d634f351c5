namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>
/// The queue of one room for one address: strictly one after the other, at most 200 deep (the newest is dropped), and what has
/// waited more than 30 seconds for its first attempt is dropped without one.
/// </summary>
internal sealed class WebhookQueue(WebhookDelivery deliver, WebhookCounters counters, TimeProvider time) : IDisposable
{
    /// <summary>LiveKit's <c>max_depth</c>.</summary>
    public const int MaxDepth = 200;

    /// <summary>LiveKit's <c>max_age</c>.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly LinkedList<QueuedWebhook> _waiting = [];
    private readonly CancellationTokenSource _lost = new();
    private long _usedAt = time.GetTimestamp();
    private long? _heldAt;
    private bool _sending;
    private bool _closed;

    /// <summary>False when this queue is closed and another has to be made.</summary>
    public bool TryAdd(QueuedWebhook webhook)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            _usedAt = time.GetTimestamp();
            counters.Begin(webhook);
            if (_waiting.Count >= MaxDepth)
            {
                counters.End(webhook, WebhookOutcome.DroppedOverflow);
                return true;
            }

            _waiting.AddLast(webhook);
            StartSending();
            return true;
        }
    }

    /// <summary>Keeps back what is not being sent already. False when this queue is closed and another has to be made.</summary>
    public bool TryHold()
    {
        lock (_gate)
        {
            _heldAt ??= _closed ? null : time.GetTimestamp();
            return !_closed;
        }
    }

    /// <summary>Lets what is held go, in order or the other way round. To be held is not to age.</summary>
    public void Release(bool reverse)
    {
        lock (_gate)
        {
            if (_heldAt is not { } heldAt)
            {
                return;
            }

            var now = time.GetTimestamp();
            var held = _waiting
                .Select(webhook => webhook with { QueuedTimestamp = now - Math.Max(heldAt - webhook.QueuedTimestamp, 0) })
                .ToList();
            _waiting.Clear();
            foreach (var webhook in reverse ? Enumerable.Reverse(held) : held)
            {
                _waiting.AddLast(webhook);
            }

            _heldAt = null;
            StartSending();
        }
    }

    /// <summary>The node crashed: what waits is gone, and what is being sent breaks off.</summary>
    public void Lose()
    {
        lock (_gate)
        {
            foreach (var webhook in _waiting)
            {
                counters.End(webhook, WebhookOutcome.Lost);
            }

            _waiting.Clear();
            _heldAt = null;
            _closed = true;
        }

        _lost.Cancel();
    }

    /// <summary>Closes a queue that had nothing to do for so long.</summary>
    public bool TryRetire(TimeSpan idle)
    {
        lock (_gate)
        {
            _closed = _closed || (!_sending && _heldAt is null && _waiting.Count == 0 && time.GetElapsedTime(_usedAt) >= idle);
            return _closed;
        }
    }

    public void Dispose() => _lost.Dispose();

    private void StartSending()
    {
        if (!_sending)
        {
            _sending = true;
            var lost = _lost.Token;
            _ = Task.Run(() => SendAllAsync(lost));
        }
    }

    private async Task SendAllAsync(CancellationToken lost)
    {
        while (Next() is { } webhook)
        {
            if (time.GetElapsedTime(webhook.QueuedTimestamp) > MaxAge)
            {
                counters.End(webhook, WebhookOutcome.DroppedAge);
            }
            else
            {
                await deliver(webhook, lost);
            }
        }
    }

    private QueuedWebhook? Next()
    {
        lock (_gate)
        {
            if (_heldAt is not null || _waiting.First is not { } first)
            {
                _sending = false;
                return null;
            }

            _waiting.RemoveFirst();
            return first.Value;
        }
    }
}
