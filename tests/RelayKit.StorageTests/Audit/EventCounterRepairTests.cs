using Npgsql;
using RelayKit.Storage.Audit;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Audit;

/// <summary>A counter from which the ledger would give numbers for a second time is raised; one that stands high is nobody's harm.</summary>
[Collection(PostgresGroup.Name)]
public sealed class EventCounterRepairTests
{
    /// <summary>room.started, three times joined and left, room.finished.</summary>
    private const int Events = 8;

    private readonly PostgresFixture _postgres;
    private readonly AuditedTenant _tenant;

    public EventCounterRepairTests(PostgresFixture postgres)
    {
        _postgres = postgres;
        _tenant = new AuditedTenant(postgres);
    }

    [Theory]
    [InlineData("update event_counters set last_seq = 3 where tenant_id = $1", "last_seq 3")]
    [InlineData("delete from event_counters where tenant_id = $1", null)]
    public async Task A_counter_that_stands_too_low_is_raised(string corruption, string? before)
    {
        await _tenant.WriteAsync();
        await _tenant.CorruptAsync(corruption);

        Assert.Equal(new AuditRepair("event_counters", _tenant.Id.Value.ToString(), before, $"last_seq {Events}"), await RepairAsync());
        Assert.Empty(await _tenant.AuditAsync());
    }

    [Fact]
    public async Task A_counter_that_stands_too_high_is_left_alone()
    {
        await _tenant.WriteAsync();
        await _tenant.CorruptAsync("update event_counters set last_seq = 100 where tenant_id = $1");

        Assert.Null(await RepairAsync());
        Assert.Equal("sequence", Assert.Single(await _tenant.AuditAsync()).Check);
    }

    [Fact]
    public async Task A_tenant_without_events_gets_no_counter()
    {
        Assert.Null(await RepairAsync());
        Assert.Empty(await _tenant.ReadAllAsync("event_counters"));
    }

    [Fact]
    public async Task The_numbers_that_a_writer_takes_meanwhile_are_counted()
    {
        await _tenant.WriteAsync();
        await _tenant.CorruptAsync("update event_counters set last_seq = 0 where tenant_id = $1");
        await using var writer = await _postgres.Sources.Jobs.OpenConnectionAsync();
        await using var writing = await writer.BeginTransactionAsync();
        await using var append = new NpgsqlCommand(
            """
            with counter as (update event_counters set last_seq = 10 where tenant_id = $1)
            insert into events select $1, uuid_at(now()), 10, 'track.published', 0, '{}'
            """,
            writer);
        append.Parameters.AddWithValue(_tenant.Id.Value);
        await append.ExecuteNonQueryAsync();

        var repair = RepairAsync();
        await using var waits = _postgres.Sources.App.CreateCommand("select exists (select from pg_stat_activity where $1 = any(pg_blocking_pids(pid)))");
        waits.Parameters.AddWithValue(writer.ProcessID);
        while (!(bool)(await waits.ExecuteScalarAsync())!)
        {
            Assert.False(repair.IsCompleted, "the repair waits for the writer");
        }

        await writing.CommitAsync();
        Assert.Null(await repair);
    }

    private async Task<AuditRepair?> RepairAsync()
    {
        await using var audit = new LedgerAudit(_postgres.ConnectionString);
        return await audit.RepairEventCounterAsync(_tenant.Id, CancellationToken.None);
    }
}
