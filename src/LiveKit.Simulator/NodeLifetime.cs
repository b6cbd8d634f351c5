using RelayKit.LiveKit.Simulator.Driving;
using RelayKit.LiveKit.Simulator.Egress;
using RelayKit.LiveKit.Simulator.Ingress;
using RelayKit.LiveKit.Simulator.Rooms;
using RelayKit.LiveKit.Simulator.Webhooks;

namespace RelayKit.LiveKit.Simulator;

/// <summary>
/// Makes the node's time pass, and stops it as a server is stopped: rooms close first, then what is queued is sent, for as long as
/// the host allows.
/// </summary>
internal sealed class NodeLifetime(
    SimulatedCluster cluster, RoomDriver driver, EgressWorker egress, IngressEndpoints ingress, WebhookNotifier webhooks, TimeProvider time)
    : IHostedService, IDisposable
{
    /// <summary>How long a stop may take, sending included.</summary>
    public static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly List<ITimer> _timers = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timers.Add(time.CreateTimer(_ => cluster.CloseTimedOut(), null, CheckInterval, CheckInterval));
        _timers.Add(time.CreateTimer(_ => egress.Look(), null, LookInterval, LookInterval));
        _timers.Add(time.CreateTimer(_ => ingress.Settle(), null, CheckInterval, CheckInterval));
        _timers.Add(time.CreateTimer(_ => webhooks.RetireIdleQueues(), null, SweepInterval, SweepInterval));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        driver.Stop(leave: false);
        cluster.ShutDown();
        webhooks.ReleaseAll();
        try
        {
            await webhooks.Counters.WhenIdle().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The host's patience has ended; LiveKit's queues live in memory too.
        }
    }

    public void Dispose() => _timers.ForEach(timer => timer.Dispose());
}
