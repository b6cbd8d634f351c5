using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RelayKit.Storage;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Isolation;

/// <summary>
/// A migrated database in which each tenant's table has rows of three tenants, and in which nothing but row-level security keeps them apart: the
/// serving role is granted everything on these tables, and checks, references and triggers, which would refuse a row for other reasons, are gone.
/// </summary>
public sealed class CrowdedDatabase : IAsyncLifetime
{
    /// <summary>Rows of each tenant in each table; one where the tenant alone is the key.</summary>
    private const int RowsEach = 3;

    private const string NothingElse =
        """
        do $$
        declare
            part record;
        begin
            -- What a partition inherits goes with its table's; what is its own is left for the second turn.
            for part in select k.conrelid::regclass as owner, k.conname from pg_constraint k join pg_class c on c.oid = k.conrelid
                where k.connamespace = 'relaykit'::regnamespace and k.contype in ('c', 'f') and not c.relispartition and k.coninhcount = 0
            loop
                execute format('alter table %s drop constraint if exists %I', part.owner, part.conname);
            end loop;
            for part in select k.conrelid::regclass as owner, k.conname from pg_constraint k
                where k.connamespace = 'relaykit'::regnamespace and k.contype in ('c', 'f') and k.coninhcount = 0
            loop
                execute format('alter table %s drop constraint if exists %I', part.owner, part.conname);
            end loop;
            for part in select c.oid::regclass as name from pg_class c
                where c.relnamespace = 'relaykit'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                    and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id' and not t.attisdropped)
            loop
                execute format('grant select, insert, update, delete on %s to relaykit_app', part.name);
            end loop;
        end;
        $$;
        """;

    private readonly PostgresFixture _postgres = new();

    /// <summary>The tenant whose connection it sometimes is.</summary>
    public Guid Own { get; } = Guid.CreateVersion7();

    /// <summary>The neighbours.</summary>
    public IReadOnlyList<Guid> Foreign { get; } = [Guid.CreateVersion7(), Guid.CreateVersion7()];

    public IReadOnlyList<TenantTable> Tables { get; private set; } = [];

    /// <summary>As the login that owns everything and that row-level security does not bind.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(_postgres.ConnectionString)
    {
        Pooling = true,
        MaxPoolSize = 8,
        SearchPath = DatabaseNames.Schema,
        Options = "-c jit=off -c statement_timeout=60000",
    }.ConnectionString;

    /// <summary>The real pools.</summary>
    public PostgresDataSources Sources => _postgres.Sources;

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        await MakePartitionsAsync();
        Tables = await TenantTable.ReadAllAsync(_postgres.ConnectionString);
        await Sql.ExecuteAsync(_postgres.ConnectionString, $"set search_path = relaykit; {NothingElse}");
        foreach (var table in Tables)
        {
            var columns = string.Join(", ", table.Columns.Select(static column => column.Name));
            foreach (var tenant in Foreign.Append(Own))
            {
                var values = string.Join(", ", table.Columns.Select(column => column.Name == "tenant_id" ? $"'{tenant}'::uuid" : column.FreshValue));
                await Sql.ExecuteAsync(
                    _postgres.ConnectionString,
                    $"set search_path = relaykit; set session_replication_role = replica; insert into {table.Name} ({columns}) select {values} from generate_series(1, {RowsEach}) on conflict do nothing");
            }
        }
    }

    public Task DisposeAsync() => _postgres.DisposeAsync();

    private Task MakePartitionsAsync() => new PartitionMaintenance(
        new PostgresOptions { ConnectionString = _postgres.ConnectionString }, TimeProvider.System, NullLogger<PartitionMaintenance>.Instance)
        .EnsureAsync(CancellationToken.None);
}
