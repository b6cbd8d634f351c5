using Npgsql;
using RelayKit.Events;
using RelayKit.Identifiers;
using RelayKit.Storage;
using RelayKit.Storage.Events;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Events;

/// <summary>A database of its own with events in the partitions of four months, written as the ledger numbers them.</summary>
public sealed class EventDatabase : IAsyncLifetime
{
    /// <summary>2030-01-01T00:00:00Z, where the first of the months begins.</summary>
    public const long StartMs = 1_893_456_000_000;

    /// <summary>2030-05-01T00:00:00Z.</summary>
    public const long EndMs = 1_903_824_000_000;

    private readonly PostgresFixture _postgres = new();

    public string ConnectionString => _postgres.ConnectionString;

    public PostgresDataSources Sources => _postgres.Sources;

    internal PostgresEventLog Log => new(Sources);

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        await Sql.ExecuteAsync(
            new NpgsqlConnectionStringBuilder(ConnectionString) { Options = "-c role=relaykit_owner", SearchPath = "relaykit" }.ConnectionString,
            "select ensure_partitions('events', 'uuid', '2030-01-01', '2030-04-01')");
    }

    public Task DisposeAsync() => _postgres.DisposeAsync();

    public static TenantId NewTenant() => new(Guid.CreateVersion7());

    /// <summary>The place of an event in its partition is by the time of its id, which need not be when it happened.</summary>
    public static Guid IdAt(long atMs) => FactId.Of(atMs, "event", Guid.NewGuid(), "", "");

    /// <summary>Appends events in their order, in one transaction; returns the number of the last.</summary>
    public async Task<long> AppendAsync(TenantId tenant, params IReadOnlyCollection<LoggedEvent> events)
    {
        await using var command = Sources.Jobs.CreateCommand(
            """
            with counter as (
                insert into event_counters as c (tenant_id, last_seq) values ($1, $2)
                on conflict (tenant_id) do update set last_seq = c.last_seq + excluded.last_seq
                returning last_seq
            ), written as (
                insert into events (tenant_id, event_id, seq, type, created_at_ms, data)
                select $1, i.id, (select last_seq from counter) - $2 + i.number, i.type, i.at, i.data
                from unnest($3::uuid[], $4::text[], $5::bigint[], $6::json[]) with ordinality as i (id, type, at, data, number)
            )
            select last_seq from counter
            """);
        command.Parameters.AddWithValue(tenant.Value);
        command.Parameters.AddWithValue((long)events.Count);
        command.Parameters.AddWithValue(events.Select(one => one.Id).ToArray());
        command.Parameters.AddWithValue(events.Select(one => one.Type).ToArray());
        command.Parameters.AddWithValue(events.Select(one => one.CreatedAtMs).ToArray());
        command.Parameters.AddWithValue(events.Select(one => one.Data).ToArray());
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Appends so many of one type at once.</summary>
    public async Task AppendManyAsync(TenantId tenant, int count, string type)
    {
        await using var command = Sources.Jobs.CreateCommand(
            """
            with counter as (
                insert into event_counters as c (tenant_id, last_seq) values ($1, $2)
                on conflict (tenant_id) do update set last_seq = c.last_seq + excluded.last_seq
                returning last_seq
            )
            insert into events (tenant_id, event_id, seq, type, created_at_ms, data)
            select $1, gen_random_uuid(), (select last_seq from counter) - $2 + number, $3, $4, '{"mode":"live"}'::jsonb
            from generate_series(1, $2) number
            """);
        command.Parameters.AddWithValue(tenant.Value);
        command.Parameters.AddWithValue((long)count);
        command.Parameters.AddWithValue(type);
        command.Parameters.AddWithValue(StartMs);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>An event as a test makes it; its number is given when it is appended.</summary>
    public static LoggedEvent Event(string type, long atMs, Mode? mode, string? room, long? idAtMs = null)
    {
        var fields = new List<string>();
        if (mode is { } known)
        {
            fields.Add($"\"mode\": \"{known.Word()}\"");
        }

        if (room is not null)
        {
            fields.Add($"\"room\": \"{room}\"");
        }

        return new LoggedEvent(IdAt(idAtMs ?? atMs), 0, type, atMs, $"{{{string.Join(", ", fields)}}}") { Mode = mode, Room = room };
    }
}
