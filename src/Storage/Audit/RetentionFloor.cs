using Npgsql;

namespace RelayKit.Storage.Audit;

/// <summary>The instant before which usage may have been removed since it was past its day. It is written before anything is removed.</summary>
internal static class RetentionFloor
{
    private const string Select = "select (extract(epoch from max(usage_before)) * 1000)::bigint from retention_runs";

    /// <summary>Unix milliseconds, the beginning of a day; null where nothing was ever removed.</summary>
    public static async Task<long?> ReadAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Select, connection, transaction);
        return await command.ExecuteScalarAsync(cancellation) as long?;
    }
}
