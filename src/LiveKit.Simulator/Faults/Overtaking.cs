using RelayKit.LiveKit.Simulator.Webhooks;

namespace RelayKit.LiveKit.Simulator.Faults;

/// <summary>Lets a webhook wait until another room's webhook that was queued later has gone before it.</summary>
internal sealed class Overtaking(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<(QueuedWebhook Webhook, TaskCompletionSource Overtaken)> _waiting = [];

    /// <summary>Ends when it was overtaken, or nobody did so for that long.</summary>
    /// <exception cref="OperationCanceledException">The node crashed.</exception>
    public async Task WaitAsync(QueuedWebhook webhook, TimeSpan longest, CancellationToken lost)
    {
        var waiter = (webhook, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _waiting.Add(waiter);
        }

        try
        {
            await waiter.Item2.Task.WaitAsync(longest, time, lost);
        }
        catch (TimeoutException)
        {
            // Nothing else happened meanwhile.
        }
        finally
        {
            lock (_gate)
            {
                _waiting.Remove(waiter);
            }
        }
    }

    /// <summary>A webhook is done with.</summary>
    public void Passed(QueuedWebhook passed)
    {
        lock (_gate)
        {
            foreach (var (webhook, overtaken) in _waiting)
            {
                if (webhook.Room != passed.Room && webhook.Number < passed.Number)
                {
                    overtaken.TrySetResult();
                }
            }
        }
    }
}
