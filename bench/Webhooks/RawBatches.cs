using System.Diagnostics;
using Npgsql;

namespace RelayKit.Bench.Webhooks;

/// <summary>What PostgreSQL takes by itself: batches of rows over one connection, one commit each, with nothing around them.</summary>
internal static class RawBatches
{
    private const string Insert =
        """
        insert into baseline.events (event_id, tenant, room, seq, kind, participant, at_ms)
        select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::bigint[])
        on conflict do nothing
        """;

    /// <summary>Rows per second.</summary>
    public static async Task<double> MeasureAsync(string connectionString, int rowsPerCommit, TimeSpan duration, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(Insert, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]>());
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Filled("baseline", rowsPerCommit) });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Filled("ten_0000000000000000000000000/l/room-1", rowsPerCommit) });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = new long[rowsPerCommit] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Filled("participant_joined", rowsPerCommit) });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Filled("PA_0123456789ab", rowsPerCommit) });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = new long[rowsPerCommit] });
        var run = Guid.CreateVersion7().ToString("n");
        var clock = Stopwatch.StartNew();
        var rows = 0L;
        while (clock.Elapsed < duration)
        {
            var ids = new string[rowsPerCommit];
            for (var i = 0; i < ids.Length; i++)
            {
                ids[i] = FormattableString.Invariant($"EV_{run}{rows + i}");
            }

            ((NpgsqlParameter<string[]>)command.Parameters[0]).TypedValue = ids;
            await command.ExecuteNonQueryAsync(cancellation);
            rows += rowsPerCommit;
        }

        return rows / clock.Elapsed.TotalSeconds;
    }

    private static string[] Filled(string value, int count)
    {
        var values = new string[count];
        Array.Fill(values, value);
        return values;
    }
}
