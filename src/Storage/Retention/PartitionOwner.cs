using Npgsql;

namespace RelayKit.Storage.Retention;

/// <summary>Connections of the role that owns the tables: it drops partitions and gives them indexes, and nothing else of the running product has it.</summary>
internal sealed class PartitionOwner(PostgresOptions options)
{
    private const string SelectPartitions =
        """
        select part.relname::text from pg_inherits i join pg_class part on part.oid = i.inhrelid join pg_class c on c.oid = i.inhparent
        where c.relnamespace = 'relaykit'::regnamespace and c.relname = $1 order by 1
        """;

    /// <summary>Opens a connection that belongs to no pool.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        var settings = RoleConnectionString.For(options.EffectiveMigrationsConnectionString, DatabaseNames.OwnerRole);
        settings.Pooling = false;
        settings.ApplicationName = "relaykit retention";
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The partitions of a table whose time was over before an instant, the oldest first.</summary>
    public async Task<IReadOnlyList<PartitionSpan>> ListEndedAsync(string table, DateTimeOffset before, CancellationToken cancellation)
    {
        await using var owner = await OpenAsync(cancellation);
        return [.. PartitionSpan.ParseAll(table, await ReadAsync(owner, SelectPartitions, table, cancellation)).Where(span => span.Until <= before)];
    }

    /// <summary>Runs a statement, for as long as it takes: of many rows that is long.</summary>
    public static async Task ExecuteAsync(NpgsqlConnection owner, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, owner) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Reads names by one parameter.</summary>
    public static async Task<List<string>> ReadAsync(NpgsqlConnection owner, string sql, string parameter, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, owner) { Parameters = { new() { Value = parameter } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<string> names = [];
        while (await reader.ReadAsync(cancellation))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
