namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>What became of webhooks since the start, and a signal for when nothing is left to send.</summary>
internal sealed class WebhookCounters
{
    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[Enum.GetValues<WebhookOutcome>().Length];
    private TaskCompletionSource? _idle;

    public void Count(WebhookOutcome outcome)
    {
        lock (_gate)
        {
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
                Of(WebhookOutcome.Lost));
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

    private long Of(WebhookOutcome outcome) => _counts[(int)outcome];
}
