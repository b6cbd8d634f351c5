using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Storage;
using RelayKit.Testing;

namespace RelayKit.StorageTests;

/// <summary>Tables that have a partition for each day, beside those that have one for each month.</summary>
public sealed class DailyPartitionTests : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();

    public Task InitializeAsync() => _postgres.InitializeAsync();

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [Fact]
    public async Task Days_are_kept_ahead_as_months_are()
    {
        await EnsureAsync("2026-11-26T12:00:00Z");

        var days = await PartitionsAsync("request_logs");
        Assert.Equal(
            Enumerable.Range(-2, 73).Select(static day => new DateOnly(2026, 11, 26).AddDays(day).ToString("'request_logs_y'yyyy'm'MM'd'dd", CultureInfo.InvariantCulture)),
            days.Where(static name => name != "request_logs_other"));
        Assert.Contains("events_y2026m11", await PartitionsAsync("events"));

        await EnsureAsync("2026-11-27T12:00:00Z");
        Assert.Equal(days.Count + 1, (await PartitionsAsync("request_logs")).Count);
        await new RoleSelfCheck(_postgres.Sources).VerifyAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_silo_of_the_release_before_makes_days_as_well()
    {
        await Sql.ExecuteAsync(_postgres.ConnectionString, "set role relaykit_owner; set search_path = relaykit; select ensure_partitions('request_logs', 'uuid', '2026-10-26', '2027-01-26')");

        var made = await PartitionsAsync("request_logs");
        Assert.Equal(73, made.Count);
        Assert.All(made.Where(static name => name != "request_logs_other"), static name => Assert.Matches("^request_logs_y[0-9]{4}m[0-9]{2}d[0-9]{2}$", name));
    }

    [Theory]
    [InlineData("request_logs", "insert into request_logs (tenant_id, request_id, duration_us, status, mode, method, route) select gen_random_uuid(), uuid_at('2027-02-03 04:05+00'), 1, 200, 'l', 'GET', '/' from generate_series(1, 3)", "request_logs_y2027m02d03")]
    [InlineData("participant_sessions", "insert into participant_sessions (tenant_id, session_id, livekit_sid, participant_session_id, mode, room, identity, name, class, joined_at_ms, left_at_ms) select gen_random_uuid(), uuid_at('2027-02-03 04:05+00'), 'PA_1', gen_random_uuid(), 'l', 'lobby', 'ann', '', 0, 1, 2 from generate_series(1, 3)", "participant_sessions_y2027m02")]
    public async Task Rows_of_a_clock_that_was_ahead_move_into_their_partition_when_it_is_made(string table, string insert, string partition)
    {
        await Sql.ExecuteAsync(_postgres.ConnectionString, $"set search_path = relaykit; {insert}");
        Assert.Equal(3L, await CountAsync($"{table}_other"));

        await EnsureAsync("2027-02-01T00:00:00Z");

        Assert.Equal((0L, 3L), (await CountAsync($"{table}_other"), await CountAsync(partition)));
        await new RoleSelfCheck(_postgres.Sources).VerifyAsync(CancellationToken.None);
    }

    private async Task EnsureAsync(string now)
    {
        using var maintenance = new PartitionMaintenance(
            new PostgresOptions { ConnectionString = _postgres.ConnectionString },
            new FakeTimeProvider(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)),
            NullLogger<PartitionMaintenance>.Instance);
        await maintenance.EnsureAsync(CancellationToken.None);
    }

    private Task<long> CountAsync(string table) => Sql.ScalarAsync<long>(_postgres.ConnectionString, $"select count(*) from relaykit.{table}");

    private async Task<IReadOnlyList<string>> PartitionsAsync(string table) => (await Sql.ScalarAsync<string>(
        _postgres.ConnectionString,
        $"select string_agg(c.relname, ',' order by c.relname) from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'relaykit.{table}'::regclass"))
        .Split(',');
}
