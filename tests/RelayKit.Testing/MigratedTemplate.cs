using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RelayKit.Storage;

namespace RelayKit.Testing;

/// <summary>
/// A migrated database that the databases of tests are copied from, which takes a fifth of the time of migrating each. It is made once for each build of the
/// migrations and each day, since partitions go by the day, and stays for the next run; those of before are dropped.
/// </summary>
internal static class MigratedTemplate
{
    private const string Prefix = "relaykit_template_";

    private static readonly string Name =
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{DateTime.UtcNow:yyyyMMdd}_{typeof(Migrator).Module.ModuleVersionId:n}");

    private static readonly Lazy<Task> Ready = new(EnsureAsync);

    /// <summary>Creates a migrated database.</summary>
    /// <returns>Its connection string.</returns>
    public static async Task<string> CopyAsync(string name)
    {
        await Ready.Value;
        var copy = await PostgresFixture.CreateDatabaseAsync(name, Name);

        // What belongs to a database and is not in it, such as who may connect, is not copied. All else is there already.
        await MigrateAsync(copy);
        return copy;
    }

    /// <summary>Several assemblies may run at once: one makes it, the others wait. It has its name only when it is whole.</summary>
    private static async Task EnsureAsync()
    {
        await using var server = await PostgresFixture.OpenServerAsync();
        await ExecuteAsync(server, "select pg_advisory_lock(hashtextextended('relaykit.test_template', 0))");
        if ((await DatabasesAsync(server)).Contains(Name))
        {
            return;
        }

        foreach (var old in await DatabasesAsync(server))
        {
            await ExecuteAsync(server, $"drop database if exists {old} with (force)");
        }

        var unfinished = $"{Prefix}unfinished";
        await MigrateAsync(await PostgresFixture.CreateDatabaseAsync(unfinished));
        await ExecuteAsync(server, $"alter database {unfinished} rename to {Name}");
    }

    private static Task MigrateAsync(string connectionString) => new Migrator(NullLogger<Migrator>.Instance).MigrateAsync(connectionString, CancellationToken.None);

    private static async Task<List<string>> DatabasesAsync(NpgsqlConnection server)
    {
        await using var command = new NpgsqlCommand($"select datname::text from pg_database where datname like '{Prefix}%'", server);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> names = [];
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static async Task ExecuteAsync(NpgsqlConnection server, string sql)
    {
        await using var command = new NpgsqlCommand(sql, server);
        await command.ExecuteNonQueryAsync();
    }
}
