using RelayKit.Stripe.Simulator.Objects;

namespace RelayKit.Stripe.Simulator.Webhooks;

/// <summary>Once a second: does what is due by the clock, and sends what is due. Whoever moves the clock by hand asks for both instead.</summary>
internal sealed class SimulatorBeat(StripeAccount account, WebhookQueue queue, SimulatedTime time) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(Beat, time);
        try
        {
            while (await beat.WaitForNextTickAsync(stoppingToken))
            {
                account.Do(static _ => true);
                await queue.PumpAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
