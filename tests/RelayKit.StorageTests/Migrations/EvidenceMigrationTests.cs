using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RelayKit.Storage;
using RelayKit.Storage.Audit;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Migrations;

/// <summary><c>0010_evidence.sql</c> and <c>0011_evidence_so_far.sql</c>, from a database that an earlier build has filled and still writes to.</summary>
public sealed class EvidenceMigrationTests : IAsyncLifetime
{
    /// <summary>A quarter of an hour before a month ends.</summary>
    private const long Start = 1_796_083_200_000 - 900_000;

    private const string Figures =
        """
        select string_agg(format('%s %s %s/%s/%s', to_char(hour at time zone 'UTC', 'MM-DD HH24'), class, participant_ms, reconciled_ms, presumed_ms), ', ' order by hour, class)
        from relaykit.usage_hourly where participant_ms <> 0 or reconciled_ms <> 0 or presumed_ms <> 0
        """;

    private readonly string _database = $"relaykit_evidence_{Guid.CreateVersion7():n}";
    private readonly TenantId _tenant = new(Guid.CreateVersion7());
    private string _connectionString = string.Empty;

    public async Task InitializeAsync()
    {
        _connectionString = await PostgresFixture.CreateDatabaseAsync(_database);
        await MigrateToAsync("0009");
        await EnsurePartitionsAsync("2026-11-01", "2026-12-01");
        await WriteAsync("PA_told", 1_000_000, join: true, leave: true);
        await WriteAsync("PA_stayed", 1_200_000, join: true, leave: false);
        await WriteAsync("PA_found", 1_100_000, join: false, leave: false, looks: 1);
        await WriteAsync("PA_missed", 600_000, join: true, leave: false, looks: 2, estimated: true);
        await WriteAsync("PA_unseen", 0, join: true, leave: false, looks: 2, estimated: true);
        await WriteAsync("PA_open", null, join: true, leave: false);
        await WriteAsync("PA_agent", 5, join: true, leave: false, @class: 4);
    }

    public Task DisposeAsync() => PostgresFixture.DropDatabaseAsync(_database);

    [Fact]
    public async Task What_had_ended_before_is_told_apart()
    {
        await MigrateToAsync("9999");

        Assert.Equal(
            "11-30 23 0 3300000/1500000/900000, 11-30 23 4 5/0/5, 12-01 00 0 600000/200000/300000",
            await Sql.ScalarAsync<string>(_connectionString, Figures));
        await AssertAuditAsync();
    }

    [Fact]
    public async Task What_an_earlier_build_changes_between_the_two_is_told_apart_too()
    {
        await MigrateToAsync("0010");
        await ExecuteAsync("update relaykit.participant_sessions set leave_event_id = 'EV_late' where livekit_sid = 'PA_stayed'");
        await ExecuteAsync("update relaykit.participant_sessions set left_at_ms = left_at_ms - 700000 where livekit_sid = 'PA_found'");
        await ExecuteAsync($"update relaykit.participant_sessions set left_at_ms = {Start} + 2000 where livekit_sid = 'PA_open'");
        Assert.Contains("-300000", await Sql.ScalarAsync<string>(_connectionString, Figures), StringComparison.Ordinal);

        await MigrateToAsync("9999");

        Assert.Equal(
            "11-30 23 0 2802000/1000000/2000, 11-30 23 4 5/0/5, 12-01 00 0 400000/0/0",
            await Sql.ScalarAsync<string>(_connectionString, Figures));
        await AssertAuditAsync();
    }

    [Fact]
    public async Task What_a_writer_commits_while_it_waits_for_its_rows_is_kept()
    {
        await MigrateToAsync("0010");
        await using var writer = new NpgsqlConnection(_connectionString);
        await writer.OpenAsync();
        await using var writing = await writer.BeginTransactionAsync();
        await using (var change = new NpgsqlCommand(
            "set search_path = relaykit; update participant_sessions set leave_event_id = 'EV_late' where livekit_sid in ('PA_missed', 'PA_stayed')", writer, writing))
        {
            await change.ExecuteNonQueryAsync();
        }

        var migrating = MigrateToAsync("9999");
        while (await Sql.ScalarAsync<long>(
            _connectionString, $"select count(*) from pg_stat_activity where {writer.ProcessID} = any(pg_blocking_pids(pid))") == 0)
        {
            Assert.False(migrating.IsCompleted, "the migration waits for the writer");
        }

        await writing.CommitAsync();
        await migrating;

        Assert.Equal(
            "11-30 23 0 3300000/900000/0, 11-30 23 4 5/0/5, 12-01 00 0 600000/200000/0",
            await Sql.ScalarAsync<string>(_connectionString, Figures));
        await AssertAuditAsync();
    }

    [Fact]
    public async Task A_partition_that_is_made_later_has_them_too()
    {
        await MigrateToAsync("9999");
        await EnsurePartitionsAsync("2027-01-01", "2027-01-01");
        var january = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        await WriteAsync("PA_later", january - Start + 5_000, join: false, leave: false, looks: 1);

        Assert.EndsWith(
            "01-01 00 0 5000/5000/0", await Sql.ScalarAsync<string>(_connectionString, Figures), StringComparison.Ordinal);
        await AssertAuditAsync();
    }

    private Task MigrateToAsync(string last) => new Migrator(
            NullLogger<Migrator>.Instance, [.. MigrationScript.Embedded().Where(script => string.CompareOrdinal(script.Name[..4], last) <= 0)])
        .MigrateAsync(_connectionString, CancellationToken.None);

    private Task EnsurePartitionsAsync(string from, string to) => ExecuteAsync(
        $"""
         set role relaykit_owner;
         select relaykit.ensure_partitions('relaykit.participant_sessions', 'uuid', '{from}', '{to}'),
                relaykit.ensure_partitions('relaykit.usage_hourly', 'time', '{from}', '{to}'),
                relaykit.ensure_partitions('relaykit.usage_hourly_by_room', 'time', '{from}', '{to}')
         """);

    private Task WriteAsync(
        string sid, long? connectedMs, bool join, bool leave, int looks = 0, bool estimated = false, int @class = 0) => ExecuteAsync(
        $"""
         insert into relaykit.participant_sessions
             (tenant_id, session_id, livekit_sid, participant_session_id, mode, room, identity, name, class, joined_at_ms, left_at_ms,
              join_event_id, leave_event_id, look_revision, end_estimated)
         values ('{_tenant.Value}', relaykit.uuid_at(to_timestamp({Start / 1000})), '{sid}', relaykit.uuid_at(to_timestamp({Start / 1000})),
                 'l', 'standup', 'who', '', {@class}, {Start}, {(connectedMs is { } ms ? $"{Start + ms}" : "null")},
                 {(join ? "'EV_join'" : "null")}, {(leave ? "'EV_leave'" : "null")}, {looks}, {estimated})
         """);

    private Task ExecuteAsync(string sql) => Sql.ExecuteAsync(_connectionString, $"set search_path = relaykit; {sql}");

    private async Task AssertAuditAsync()
    {
        await using var audit = new LedgerAudit(_connectionString);
        Assert.Empty(await audit.CheckRollUpsAsync(_tenant, CancellationToken.None).ToListAsync());
    }
}
