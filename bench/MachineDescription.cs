using Npgsql;

namespace RelayKit.Bench;

/// <summary>What the figures of a run were measured on.</summary>
internal static class MachineDescription
{
    private const string AskPostgres =
        """
        select format('PostgreSQL %s, fsync %s, synchronous_commit %s, shared_buffers %s, max_wal_size %s', current_setting('server_version'),
            current_setting('fsync'), current_setting('synchronous_commit'), current_setting('shared_buffers'), current_setting('max_wal_size'))
        """;

    public static async Task<string> ReadAsync(string connectionString, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(AskPostgres, connection);
        var postgres = (string)(await command.ExecuteScalarAsync(cancellation))!;
        return FormattableString.Invariant(
            $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30)} GiB, {Environment.OSVersion.VersionString}, .NET {Environment.Version}, {postgres}; load, silo and PostgreSQL share it all.");
    }
}
