namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>What became of webhooks since the start, each one's fate, and a signal for when nothing is left to send.</summary>
internal sealed class WebhookCounters
{
    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[Enum.GetValues<WebhookOutcome>().Length];
    private TaskCompletionSource? _idle;

    /// <summary>A webhook, or one more copy of it, is in somebody's hands from now on, until its <see cref="End"/>.</summary>
    public void Begin(QueuedWebhook webhook)
    {
        lock (_gate)
        {
            webhook.Fate.Began();
            _counts[(int)WebhookOutcome.Queued]++;
        }
    }

    /// <summary>It is sent, once more where it is not the first attempt.</summary>
    public void Attempt(QueuedWebhook webhook, bool again)
    {
        lock (_gate)
        {
            webhook.Fate.Attempted();
            _counts[(int)WebhookOutcome.Retried] += again ? 1 : 0;
        }
    }

    /// <summary>Its fate is known before it is counted: who waits for the last count then finds it.</summary>
    public void End(QueuedWebhook webhook, WebhookOutcome outcome, int? status = null)
    {
        lock (_gate)
        {
            webhook.Fate.Ended(EndOf(outcome, status), status);
            _counts[(int)outcome]++;
            if (_idle is { } waiters && Read().Pending == 0)
            {
                _idle = null;
                waiters.SetResult();
            }
        }
    }

    public WebhookCounts Read()
    {
        lock (_gate)
        {
            return new WebhookCounts(
                Of(WebhookOutcome.Queued),
                Of(WebhookOutcome.Delivered),
                Of(WebhookOutcome.Failed),
                Of(WebhookOutcome.DroppedOverflow),
                Of(WebhookOutcome.DroppedAge),
                Of(WebhookOutcome.Retried),
                Of(WebhookOutcome.Lost),
                Of(WebhookOutcome.Dropped));
        }
    }

    /// <summary>Ends as soon as nothing is pending.</summary>
    public Task WhenIdle()
    {
        lock (_gate)
        {
            return Read().Pending == 0
                ? Task.CompletedTask
                : (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private static WebhookEnd EndOf(WebhookOutcome outcome, int? status) => outcome switch
    {
        WebhookOutcome.Delivered => status is >= 200 and < 300 ? WebhookEnd.Acknowledged : WebhookEnd.Refused,
        WebhookOutcome.Failed => WebhookEnd.GaveUp,
        WebhookOutcome.DroppedOverflow => WebhookEnd.DroppedOverflow,
        WebhookOutcome.DroppedAge => WebhookEnd.DroppedAge,
        WebhookOutcome.Lost => WebhookEnd.LostInCrash,
        _ => WebhookEnd.Dropped,
    };

    private long Of(WebhookOutcome outcome) => _counts[(int)outcome];
}
