using System.Diagnostics;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Events;

/// <summary>
/// Writes events of one tenant at a rate, as the ledger of a silo does: so many in one transaction, numbered under the lock of the tenant's
/// counter. Several write at once, as several silos do.
/// </summary>
public sealed class EventFlow(TestDatabase database, Guid tenant, int perSecond) : IAsyncDisposable
{
    private const int Writers = 3;
    private const int BatchesPerSecond = 10;

    private const string Append =
        """
        with counter as (
            insert into event_counters as c (tenant_id, last_seq) values ($1, $2)
            on conflict (tenant_id) do update set last_seq = c.last_seq + excluded.last_seq
            returning last_seq
        )
        insert into events (tenant_id, event_id, seq, type, created_at_ms, data)
        select $1, (left(uuid_at(clock_timestamp())::text, 15) || substr(gen_random_uuid()::text, 16))::uuid, (select last_seq from counter) - $2 + number, 'participant.joined',
               (extract(epoch from clock_timestamp()) * 1000)::bigint, '{"room": "lobby", "mode": "live"}'::jsonb
        from generate_series(1, $2) number
        """;

    private readonly CancellationTokenSource _stopped = new();
    private readonly List<Task<long>> _writing = [];

    public void Start()
    {
        for (var i = 0; i < Writers; i++)
        {
            _writing.Add(Task.Run(WriteAsync));
        }
    }

    /// <summary>Stops, and says how many were written.</summary>
    public async Task<long> StopAsync()
    {
        await _stopped.CancelAsync();
        return (await Task.WhenAll(_writing)).Sum();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _stopped.Dispose();
    }

    /// <summary>What a machine that is busy has fallen behind by is made up for at once.</summary>
    private async Task<long> WriteAsync()
    {
        var stopped = _stopped.Token;
        var since = Stopwatch.GetTimestamp();
        long written = 0;
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / BatchesPerSecond));
        while (!stopped.IsCancellationRequested)
        {
            var due = (long)(Stopwatch.GetElapsedTime(since).TotalSeconds * perSecond / Writers) - written;
            if (due > 0)
            {
                await database.QueryAsync(Append, _ => 0, tenant, due);
                written += due;
            }

            try
            {
                await beat.WaitForNextTickAsync(stopped);
            }
            catch (OperationCanceledException)
            {
                // The loop ends.
            }
        }

        return written;
    }
}
