using System.Collections.Immutable;
using RelayKit.Retention;

namespace RelayKit.Storage.Retention;

/// <summary>Bans that are over. Idempotency keys, which are over after a day, go every ten minutes by themselves.</summary>
internal sealed class SpentRetention(DueRows rows) : IRetentionStep
{
    private const string DeleteBans =
        """
        delete from room_bans where (tenant_id, mode, room, identity) in
            (select tenant_id, mode, room, identity from room_bans where until <= $1 limit $2)
        """;

    public string Name => "spent";

    public async Task<ImmutableArray<RemovedRows>> RunAsync(RetentionTask task, CancellationToken cancellation)
    {
        long deleted = 0;
        await rows.UntilFewerAsync(
            async () =>
            {
                var some = await rows.ExecuteAsync(DeleteBans, cancellation, task.Now, DueRows.Batch);
                deleted += some;
                return some;
            },
            cancellation);
        return [new RemovedRows("room_bans", deleted, 0)];
    }
}
