namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>A server that is told to stop sends what is queued, for five seconds at most.</summary>
internal sealed class WebhookDrain(WebhookNotifier webhooks, TimeProvider time) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => WaitAsync(webhooks, Patience, time, cancellationToken);

    /// <summary>Whether nothing was pending before the patience ended.</summary>
    public static async Task<bool> WaitAsync(WebhookNotifier webhooks, TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (webhooks.Counters.Pending > 0 && time.GetElapsedTime(started) < patience)
        {
            await Task.Delay(Step, time, cancellation);
        }

        return webhooks.Counters.Pending == 0;
    }
}
