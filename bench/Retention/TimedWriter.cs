using System.Diagnostics;
using Npgsql;
using RelayKit.Storage;

namespace RelayKit.Bench.Retention;

/// <summary>Adds one participant session after the other, as a ledger does, and notes how long each took.</summary>
internal sealed class TimedWriter(PostgresDataSources sources)
{
    private const string Insert =
        """
        insert into participant_sessions (tenant_id, session_id, livekit_sid, participant_session_id, mode, room, identity, name, class, joined_at_ms)
        values ($1, $2, 'PA_writer', $2, 'l', 'lobby', 'writer', '', 0, $3)
        """;

    private readonly Guid _tenant = Guid.CreateVersion7();

    public List<TimedWrite> Writes { get; } = [];

    public async Task RunAsync(CancellationToken over)
    {
        await using var connection = await sources.Jobs.OpenConnectionAsync(CancellationToken.None);
        while (!over.IsCancellationRequested)
        {
            await using var insert = new NpgsqlCommand(Insert, connection);
            insert.Parameters.AddWithValue(_tenant);
            insert.Parameters.AddWithValue(Guid.CreateVersion7());
            insert.Parameters.AddWithValue(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
            var began = Stopwatch.GetTimestamp();
            await insert.ExecuteNonQueryAsync(CancellationToken.None);
            Writes.Add(new TimedWrite(began, Stopwatch.GetTimestamp()));
        }
    }
}

/// <summary>One write, by the stopwatch's timestamps.</summary>
internal readonly record struct TimedWrite(long BeganAt, long EndedAt)
{
    public double Milliseconds => Stopwatch.GetElapsedTime(BeganAt, EndedAt).TotalMilliseconds;
}
