using Npgsql;
using RelayKit.Storage.Audit;
using RelayKit.StorageTests.Ledger;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Audit;

/// <summary>Whatever is planted in the roll-ups is repaired, nothing else is touched, and nothing of a writer's is lost meanwhile.</summary>
[Collection(PostgresGroup.Name)]
public sealed class RollUpRepairTests
{
    private const int Rounds = 25;
    private const long HourMs = 3_600_000;

    private readonly PostgresFixture _postgres;
    private readonly AuditedTenant _tenant;

    public RollUpRepairTests(PostgresFixture postgres)
    {
        _postgres = postgres;
        _tenant = new AuditedTenant(postgres);
    }

    public static TheoryData<string> Corruptions => new()
    {
        "update usage_hourly set participant_ms = participant_ms + 1 where tenant_id = $1",
        "update usage_hourly set reconciled_ms = reconciled_ms + 1 where tenant_id = $1",
        "update usage_hourly_by_room set presumed_ms = 1 where tenant_id = $1",
        "update participant_sessions set leave_event_id = null where tenant_id = $1 and livekit_sid = 'PA_1'",
        "update usage_hourly set class = 4 where tenant_id = $1 and class = 1",
        "update usage_hourly set mode = 't' where tenant_id = $1",
        "update usage_hourly set hour = hour + interval '1 year' where tenant_id = $1",
        "delete from usage_hourly where tenant_id = $1",
        "insert into usage_hourly (tenant_id, mode, hour, class, participant_ms) values ($1, 'l', '2020-02-29 23:00+00', 0, 1)",
        "insert into usage_hourly (tenant_id, mode, hour, class, participant_ms) values ($1, 't', 'infinity', 0, 1), ($1, 'l', '-infinity', 0, 1)",
        "update usage_hourly_by_room set participant_ms = -participant_ms where tenant_id = $1",
        "update usage_hourly_by_room set room = 'elsewhere' where tenant_id = $1",
        "delete from usage_hourly_by_room where tenant_id = $1 and class = 2",
        "insert into usage_hourly_by_room (tenant_id, mode, hour, room, class, participant_ms) select tenant_id, mode, hour, 'elsewhere', class, 1 from usage_hourly where tenant_id = $1",
        "update participant_sessions set left_at_ms = left_at_ms + 1 where tenant_id = $1 and livekit_sid = 'PA_1'",
    };

    [Theory]
    [MemberData(nameof(Corruptions))]
    public async Task A_planted_corruption_is_repaired(string corruption)
    {
        await _tenant.WriteAsync();
        await _tenant.CorruptAsync(corruption);
        var source = await _tenant.ReadAllAsync("sessions", "participant_sessions", "events", "event_counters");

        Assert.NotEmpty(await _tenant.RepairRollUpsAsync());

        Assert.Empty(await _tenant.AuditAsync());
        Assert.Equal(source, await _tenant.ReadAllAsync("sessions", "participant_sessions", "events", "event_counters"));
    }

    [Fact]
    public async Task It_says_which_row_it_changed_from_what_to_what()
    {
        await _tenant.WriteAsync();
        await _tenant.CorruptAsync("update usage_hourly set participant_ms = participant_ms + 5 where tenant_id = $1 and class = 0 and hour = '2026-11-30 02:00+00'");
        await _tenant.CorruptAsync("delete from usage_hourly_by_room where tenant_id = $1 and class = 0 and hour = '2026-11-30 02:00+00'");
        await _tenant.CorruptAsync("insert into usage_hourly (tenant_id, mode, hour, class, participant_ms) values ($1, 't', '2026-11-01 00:00+00', 3, 7)");

        Assert.Equal(
            [
                "usage_hourly l 2026-11-30T02:00Z class 0: participant_ms 1500005 -> participant_ms 1500000",
                "usage_hourly t 2026-11-01T00:00Z class 3: participant_ms 7 -> participant_ms 0",
                "usage_hourly_by_room l 2026-11-30T02:00Z room standup class 0: no row -> participant_ms 1500000",
            ],
            (await _tenant.RepairRollUpsAsync()).Select(change => change.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_right_is_not_written()
    {
        await _tenant.WriteAsync();
        await using var audit = new LedgerAudit(_postgres.ConnectionString);

        Assert.Empty(await audit.RepairRollUpsAsync(_tenant.Id, new DateOnly(2026, 11, 1), CancellationToken.None).ToListAsync());
    }

    /// <summary>
    /// The writer's transaction is older than the repair's statement, which therefore does not see it, and commits while the repair
    /// waits for the rows. To write what the repair has counted would take the writer's change back.
    /// </summary>
    [Fact]
    public async Task A_change_that_commits_while_the_repair_waits_for_its_rows_is_kept()
    {
        await _tenant.WriteAsync();
        await DamageAsync();

        await AssertRepairedBesideAWriterAsync();
    }

    /// <summary>A row that the repair is to make is made by a writer first.</summary>
    [Fact]
    public async Task A_row_that_a_writer_makes_meanwhile_is_added_to()
    {
        await _tenant.WriteAsync();
        await _tenant.CorruptAsync("delete from usage_hourly where tenant_id = $1");
        await _tenant.CorruptAsync("delete from usage_hourly_by_room where tenant_id = $1");

        await AssertRepairedBesideAWriterAsync();
    }

    /// <summary>A writer changes rows and commits while the repair waits for it; then both the repair and the writer have counted.</summary>
    private async Task AssertRepairedBesideAWriterAsync()
    {
        await using var writer = await _postgres.Sources.Jobs.OpenConnectionAsync();
        await using var writing = await writer.BeginTransactionAsync();
        await ChangeAsync(writer, "update participant_sessions set left_at_ms = left_at_ms - 700000 where tenant_id = $1");

        var repair = _tenant.RepairRollUpsAsync();
        await UntilWaitedForAsync(writer, 1, repair);
        await writing.CommitAsync();

        Assert.NotEmpty(await repair);
        Assert.DoesNotContain(await _tenant.AuditAsync(), finding => finding.RollUpMonth is not null);
    }

    [Fact]
    public async Task Two_repairs_at_once_repair_once()
    {
        await _tenant.WriteAsync();
        await DamageAsync();
        await using var writer = await _postgres.Sources.Jobs.OpenConnectionAsync();
        await using var writing = await writer.BeginTransactionAsync();
        await ChangeAsync(writer, "select participant_ms from usage_hourly where tenant_id = $1 for update");

        // Both have seen the damage; one then waits for the writer, and the other for it.
        var one = _tenant.RepairRollUpsAsync();
        await UntilWaitedForAsync(writer, 1, one);
        var other = _tenant.RepairRollUpsAsync();
        await UntilWaitedForAsync(writer, 2, other);
        await writing.CommitAsync();

        Assert.Single(await Task.WhenAll(one, other), changes => changes.Count > 0);
        Assert.Empty(await _tenant.AuditAsync());
    }

    [Fact]
    public async Task A_ledger_that_writes_all_the_while_loses_nothing()
    {
        await _tenant.WriteAsync();
        using var enough = new CancellationTokenSource();
        var writing = WriteUntilAsync(enough.Token);
        for (var round = 0; round < Rounds; round++)
        {
            await DamageAsync();
            await _tenant.RepairRollUpsAsync();
        }

        await enough.CancelAsync();
        Assert.True(await writing > 0, "the ledger wrote while the roll-ups were repaired");
        Assert.Empty(await _tenant.AuditAsync());
    }

    [Fact]
    public async Task Hours_outside_the_sessions_month_are_compared_and_repaired()
    {
        // Began in October, joined before it began, and went on until December; the day of its partition has nothing to say about that.
        var october = new DateTimeOffset(2025, 10, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var december = new DateTimeOffset(2025, 12, 24, 18, 30, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        await using (var connection = await _postgres.Sources.Jobs.OpenConnectionAsync())
        {
            await ChangeAsync(
                connection,
                $"""
                 insert into participant_sessions (tenant_id, session_id, livekit_sid, participant_session_id, mode, room, identity, name, class, joined_at_ms, left_at_ms, leave_event_id)
                 values ($1, uuid_at(to_timestamp({october / 1000})), 'PA_long', uuid_at(to_timestamp({october / 1000})), 'l', 'always', 'a', 'A', 0, {october - 1}, {december}, 'EV_long')
                 """);
        }

        Assert.DoesNotContain(await _tenant.AuditAsync(), finding => finding.RollUpMonth is not null);

        foreach (var (hour, ms) in new[] { ("2025-09-30 23:00+00", 1L), ("2025-11-15 12:00+00", HourMs), ("2025-12-24 18:00+00", HourMs / 2) })
        {
            await _tenant.CorruptAsync($"delete from usage_hourly where tenant_id = $1 and hour = '{hour}'");
            var finding = Assert.Single(await _tenant.AuditAsync(), finding => finding.RollUpMonth is not null);
            Assert.Contains($"sessions give participant_ms {ms}, usage_hourly has no row", finding.Detail, StringComparison.Ordinal);
            Assert.Equal($"participant_ms {ms}", Assert.Single(await _tenant.RepairRollUpsAsync()).After);
        }
    }

    private async Task DamageAsync()
    {
        await DamageAsync("update usage_hourly set participant_ms = participant_ms + 1000 where tenant_id = $1");
        await DamageAsync("update usage_hourly_by_room set participant_ms = participant_ms - 1000 where tenant_id = $1");
    }

    /// <summary>The ledger and the repair take their rows in one order; this takes them as they come, and so may have to try again.</summary>
    private async Task DamageAsync(string corruption)
    {
        while (true)
        {
            try
            {
                await _tenant.CorruptAsync(corruption);
                return;
            }
            catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.DeadlockDetected)
            {
            }
        }
    }

    private async Task<int> WriteUntilAsync(CancellationToken enough)
    {
        await using var running = new RunningLedger(_postgres.ConnectionString);
        var stories = 0;
        for (; !enough.IsCancellationRequested; stories++)
        {
            await _tenant.WriteAsync(running, $"RM_more_{stories}", $"PA_more_{stories}_", AuditedTenant.StartMs);
        }

        return stories;
    }

    private async Task ChangeAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(_tenant.Id.Value);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Returns when so many sessions of PostgreSQL wait for the writer, or for one that waits for it.</summary>
    private async Task UntilWaitedForAsync(NpgsqlConnection writer, int waiting, Task repair)
    {
        await using var command = _postgres.Sources.App.CreateCommand(
            """
            with recursive waits as (
                select pid from pg_stat_activity where $1 = any(pg_blocking_pids(pid))
                union
                select a.pid from waits w, pg_stat_activity a where w.pid = any(pg_blocking_pids(a.pid))
            )
            select count(*)::int from waits
            """);
        command.Parameters.AddWithValue(writer.ProcessID);
        while ((int)(await command.ExecuteScalarAsync())! < waiting)
        {
            Assert.False(repair.IsCompleted, "the repair waits for the writer");
        }
    }
}
