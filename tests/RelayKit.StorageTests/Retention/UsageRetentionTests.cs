using System.Globalization;
using RelayKit.Retention;
using RelayKit.StorageTests.Audit;
using RelayKit.StorageTests.Ledger;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Retention;

/// <summary>
/// A year later, day by day: after each run there is exactly what was written and is not past its day. Histories are the product's own, and after each run
/// its audit finds nothing.
/// </summary>
public sealed class UsageRetentionTests : IAsyncLifetime
{
    /// <summary>When sessions began; each lasts for five and a half hours. The third is over a midnight, the fourth over the end of a month.</summary>
    private static readonly string[] Begins =
        ["2026-09-15T12:00:00Z", "2026-10-31T22:30:00Z", "2026-11-28T22:00:00Z", "2026-11-30T20:00:00Z", "2026-12-01T00:00:00Z", "2026-12-02T09:00:00Z"];

    private readonly PostgresFixture _postgres = new();
    private readonly OtherDate _time = new(At("2027-11-01T04:00:00Z"));
    private RetentionDatabase _database = null!;
    private AuditedTenant _tenant = null!;
    private AuditedTenant _neighbour = null!;

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _database = new RetentionDatabase(_postgres, _time);
        await _database.EnsureMonthsAsync("2026-09-01", "2026-12-01");
        (_tenant, _neighbour) = (new AuditedTenant(_postgres), new AuditedTenant(_postgres));
        foreach (var tenant in new[] { _tenant, _neighbour })
        {
            await using var running = new RunningLedger(_postgres.ConnectionString);
            foreach (var (begin, i) in Begins.Select(static (begin, i) => (begin, i)))
            {
                await tenant.WriteAsync(running, $"RM_{i}", $"PA_{i}_", At(begin).ToUnixTimeMilliseconds());
            }
        }
    }

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Day_by_day_just_what_is_past_its_day_goes_and_the_audit_finds_nothing(bool ownsPartitions)
    {
        var written = await RowsAsync();
        for (var day = At("2027-11-27T03:00:00Z"); day < At("2027-12-06T00:00:00Z"); day = day.AddDays(1))
        {
            _time.Now = day;
            var run = await _database.Runner(_database.Steps(ownsPartitions)).RunAsync(again: false, CancellationToken.None);

            Assert.NotNull(run.FinishedAt);
            var limitMs = new DateTimeOffset(day.Date.AddMonths(-12), TimeSpan.Zero).ToUnixTimeMilliseconds();
            Assert.Equal(written.Where(row => row.CountedFromMs >= limitMs).Select(static row => row.Text), (await RowsAsync()).Select(static row => row.Text));
            Assert.Empty(await _tenant.AuditAsync());
            Assert.Empty(await _neighbour.AuditAsync());
        }

        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task A_month_is_dropped_once_its_last_session_is_past_its_day()
    {
        await RunAsync("2027-11-30T03:00:00Z");
        Assert.DoesNotContain("sessions_y2026m10", await _database.PartitionsAsync("sessions"));
        Assert.Contains("sessions_y2026m11", await _database.PartitionsAsync("sessions"));

        // Of 30 November, but for a session that was over after midnight.
        var run = await RunAsync("2027-12-01T03:00:00Z");
        Assert.Contains("sessions_y2026m11", await _database.PartitionsAsync("sessions"));
        Assert.DoesNotContain("usage_hourly_y2026m11", await _database.PartitionsAsync("usage_hourly"));
        Assert.Equal(1, run.Removals.Single(static one => one.Removed.Table == "usage_hourly").Removed.Partitions);

        await RunAsync("2027-12-02T03:00:00Z");
        foreach (var table in new[] { "sessions", "participant_sessions", "events" })
        {
            Assert.DoesNotContain($"{table}_y2026m11", await _database.PartitionsAsync(table));
            Assert.Contains($"{table}_y2026m12", await _database.PartitionsAsync(table));
        }
    }

    [Fact]
    public async Task What_lies_in_no_month_goes_too()
    {
        // Nobody had made the partitions of August.
        await using (var running = new RunningLedger(_postgres.ConnectionString))
        {
            await _tenant.WriteAsync(running, "RM_old", "PA_old_", At("2026-08-15T12:00:00Z").ToUnixTimeMilliseconds());
        }

        await RunAsync("2028-01-01T00:00:00Z");

        Assert.Empty(await RowsAsync());
        Assert.Empty(await _tenant.AuditAsync());
    }

    [Fact]
    public async Task A_roll_up_that_is_repaired_after_a_run_stays_without_the_hours_that_are_gone()
    {
        await RunAsync("2027-11-29T03:00:00Z");
        var before = await RowsAsync();
        await _tenant.CorruptAsync("update usage_hourly set participant_ms = participant_ms + 1 where tenant_id = $1 and hour = (select min(hour) from usage_hourly)");

        Assert.NotEmpty(await _tenant.AuditAsync());
        Assert.NotEmpty(await _tenant.RepairRollUpsAsync());

        Assert.Equal(before, await RowsAsync());
        Assert.Empty(await _tenant.AuditAsync());
    }

    [Fact]
    public async Task A_loss_beyond_what_was_removed_is_still_found()
    {
        await RunAsync("2027-11-29T03:00:00Z");

        await _tenant.CorruptAsync("delete from events where tenant_id = $1 and type = 'participant.left' and created_at_ms = (select max(created_at_ms) from events where type = 'participant.left')");

        Assert.Equal(["events are told once", "sequence"], (await _tenant.AuditAsync()).Select(static finding => finding.Check).Distinct().Order());
    }

    private Task<RetentionRun> RunAsync(string now)
    {
        _time.Now = At(now);
        return _database.Runner(_database.Steps(ownsPartitions: true)).RunAsync(again: false, CancellationToken.None);
    }

    /// <summary>Every row of usage with the instant that its age counts from, told by what the ledger wrote and not by what the product makes of it.</summary>
    private async Task<List<(string Text, long CountedFromMs)>> RowsAsync()
    {
        await using var command = _postgres.Sources.Jobs.CreateCommand(
            """
            select 's ' || s.tenant_id || s.livekit_sid, s.ended_at_ms from sessions s
            union all
            select 'p ' || p.tenant_id || p.livekit_sid, s.ended_at_ms from participant_sessions p join sessions s using (tenant_id, session_id)
            union all
            select 'e ' || tenant_id || seq, created_at_ms from events
            union all
            select 'h ' || u::text, (extract(epoch from hour) * 1000)::bigint from usage_hourly u
            union all
            select 'r ' || u::text, (extract(epoch from hour) * 1000)::bigint from usage_hourly_by_room u
            union all
            select 'l ' || u::text, (extract(epoch from hour) * 1000)::bigint from usage_hourly_by_label u
            order by 1
            """);
        await using var reader = await command.ExecuteReaderAsync();
        List<(string, long)> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetString(0), reader.GetInt64(1)));
        }

        return rows;
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
