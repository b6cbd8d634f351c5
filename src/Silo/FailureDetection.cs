using Orleans.Configuration;

namespace RelayKit.Silo;

/// <summary>
/// How soon the others notice that a silo has died, and how soon they must not. A room of a dead silo answers nobody until its
/// peers have agreed on the death, so this is most of an outage; but a silo that is only slow must not be put to death for it.
/// </summary>
internal static class FailureDetection
{
    public static ISiloBuilder DetectFailures(this ISiloBuilder silo)
    {
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            // Three probes in a row that fail, each after 1 to 2 seconds by what the peer's answers took so far; the third goes by
            // way of another silo and may take twice as long. So a death is noticed in 3 to 8 seconds, and a pause of 2 is forgiven.
            membership.ProbeTimeout = TimeSpan.FromSeconds(2);
            membership.MinProbeTimeout = TimeSpan.FromSeconds(1);
            membership.MaxProbeTimeout = TimeSpan.FromSeconds(2);
            membership.NumMissedProbesLimit = 3;

            // One silo that hears badly must not kill the others. With fewer than three, the one that is left decides.
            membership.NumVotesForDeathDeclaration = 2;

            // A row whose silo has not signed for 10 seconds is stale: its vote is not waited for, and a silo that joins probes it and
            // declares it dead. That is what a start at a new address takes when all silos were killed before it.
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            membership.NumMissedTableIAmAliveLimit = 2;

            // Gossip carries changes; this is for the one who missed it, e.g. while PostgreSQL was out of its reach.
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        });

        // A machine that is gone does not refuse a connection, it does not answer at all.
        silo.Configure<ConnectionOptions>(connection => connection.OpenConnectionTimeout = TimeSpan.FromSeconds(2));
        silo.Configure<SiloMessagingOptions>(messaging =>
        {
            // A silo that stops asks APIs to send elsewhere, gives them this long to hear it, moves its grains, and lets the last
            // answers go out before it closes its gateway: an answer that is lost would be waited for until its time is up.
            messaging.ClientGatewayShutdownNotificationTimeout = TimeSpan.FromMilliseconds(500);
            messaging.WaitForMessageToBeQueuedForOutboundTime = TimeSpan.FromMilliseconds(500);
        });
        return silo;
    }
}
