using System.Collections.Immutable;
using RelayKit.Retention;

namespace RelayKit.Storage.Retention;

/// <summary>
/// Bans that are over, incidents of addresses, which are personal and kept as long as a request log, and so are Stripe's news. Idempotency keys, which are over after a day, go
/// every ten minutes by themselves.
/// </summary>
internal sealed class SpentRetention(DueRows rows) : IRetentionStep
{
    private const string DeleteBans =
        """
        delete from room_bans where (tenant_id, mode, room, identity) in
            (select tenant_id, mode, room, identity from room_bans where until <= $1 limit $2)
        """;

    /// <summary>One that is still in force, or lifted for a while yet, is needed.</summary>
    private const string DeleteIncidents =
        """
        delete from abuse_incidents where incident_id in (
            select incident_id from abuse_incidents
            where address is not null and stage_at < $1 and coalesce(until, stage_at) < $1 and coalesce(exempt_until, stage_at) < $1 limit $2)
        """;

    private const string DeleteStripeEvents =
        "delete from stripe_events where id in (select id from stripe_events where received_at < $1 limit $2)";

    public string Name => "spent";

    public async Task<ImmutableArray<RemovedRows>> RunAsync(RetentionTask task, CancellationToken cancellation) =>
    [
        new("room_bans", await DeleteAsync(DeleteBans, task.Now, cancellation), 0),
        new("abuse_incidents", await DeleteAsync(DeleteIncidents, task.LogsBefore, cancellation), 0),
        new("stripe_events", await DeleteAsync(DeleteStripeEvents, task.LogsBefore, cancellation), 0),
    ];

    private async Task<long> DeleteAsync(string delete, DateTimeOffset before, CancellationToken cancellation)
    {
        long deleted = 0;
        await rows.UntilFewerAsync(
            async () =>
            {
                var some = await rows.ExecuteAsync(delete, cancellation, before, DueRows.Batch);
                deleted += some;
                return some;
            },
            cancellation);
        return deleted;
    }
}
