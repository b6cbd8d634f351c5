using System.Globalization;
using CsCheck;
using Npgsql;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Migrations;

/// <summary>The functions of <c>0002_partitions.sql</c>, in a session whose time zone is far from UTC.</summary>
public sealed class PartitionTests : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private string _farFromUtc = string.Empty;

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _farFromUtc = new NpgsqlConnectionStringBuilder(_postgres.ConnectionString)
        {
            Timezone = "Pacific/Kiritimati", // UTC+14
            Options = "-c role=relaykit_owner",
            SearchPath = "relaykit",
        }.ConnectionString;
        await Sql.ExecuteAsync(
            _farFromUtc,
            """
            create table by_time (tenant_id uuid, at timestamptz not null) partition by range (at);
            create table by_id (tenant_id uuid, id uuid primary key, note text default 'none' check (note <> '')) partition by range (id);
            """);
    }

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [Theory]
    [InlineData("2026-10-31T23:59:59.999999Z", "by_time_y2026m10")]
    [InlineData("2026-11-01T00:00:00.000000Z", "by_time_y2026m11")]
    [InlineData("2026-12-31T23:59:59.999999Z", "by_time_y2026m12")]
    [InlineData("2027-01-01T00:00:00.000000Z", "by_time_y2027m01")]
    public async Task A_row_falls_into_its_month_of_UTC(string at, string partition)
    {
        await EnsureAsync("by_time", "time", "2026-10-01", "2027-01-01");

        Assert.Equal(
            partition,
            await Sql.ScalarAsync<string>(_farFromUtc, $"insert into by_time values (null, '{at}') returning tableoid::regclass::text"));
    }

    [Theory]
    [InlineData("2026-10-31T23:59:59.999Z", "by_id_y2026m10")]
    [InlineData("2026-11-01T00:00:00.000Z", "by_id_y2026m11")]
    public async Task An_id_falls_into_the_month_of_UTC_in_which_it_was_made(string at, string partition)
    {
        await EnsureAsync("by_id", "uuid", "2026-10-01", "2026-11-01");
        var id = Guid.CreateVersion7(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture));

        Assert.Equal(
            partition,
            await Sql.ScalarAsync<string>(_farFromUtc, $"insert into by_id values (null, '{id}') returning tableoid::regclass::text"));
    }

    [Fact]
    public async Task Any_day_of_a_month_means_the_month_and_what_is_there_is_left_alone()
    {
        Assert.Equal(2, await EnsureAsync("by_time", "time", "2026-11-30", "2026-12-01"));
        Assert.Equal(0, await EnsureAsync("by_time", "time", "2026-11-01", "2026-12-31"));
        Assert.Equal(1, await EnsureAsync("by_time", "time", "2026-11-15", "2027-01-15"));
    }

    [Fact]
    public async Task A_partition_forces_row_level_security_takes_the_parents_rules_and_is_granted_to_nobody()
    {
        await EnsureAsync("by_id", "uuid", "2026-11-01", "2026-11-01");

        Assert.True(
            await Sql.ScalarAsync<bool>(
                _farFromUtc,
                "select relrowsecurity and relforcerowsecurity and relispartition and relacl is null from pg_class where relname = 'by_id_y2026m11'"));
        Assert.Equal(
            2L,
            await Sql.ScalarAsync<long>(_farFromUtc, "select count(*) from pg_constraint where conrelid = 'by_id_y2026m11'::regclass and contype in ('p', 'c')"));
        Assert.Equal(1L, await Sql.ScalarAsync<long>(_farFromUtc, "select count(*) from pg_index where indrelid = 'by_id_y2026m11'::regclass"));
    }

    [Theory]
    [InlineData("events", "autovacuum_analyze_scale_factor=0.5", "data", 0)]
    [InlineData("events", "autovacuum_vacuum_insert_scale_factor=1", "seq", 10)]
    [InlineData("participant_sessions", "autovacuum_vacuum_scale_factor=0.5", "identity", 0)]
    [InlineData("participant_sessions", "fillfactor=75", "session_id", 10)]
    [InlineData("usage_hourly", "fillfactor=50", "class", -1)]
    public async Task Partitions_old_and_new_are_kept_up_as_their_table_needs_it(string table, string option, string column, int statistics)
    {
        await EnsureAsync($"relaykit.{table}", table == "usage_hourly" ? "time" : "uuid", "2031-05-01", "2031-05-01");

        foreach (var partition in new[] { $"{table}_other", $"{table}_y2031m05" })
        {
            Assert.True(await Sql.ScalarAsync<bool>(
                _farFromUtc, $"select '{option}' = any (reloptions) from pg_class where oid = 'relaykit.{partition}'::regclass"));
            Assert.Equal(statistics, await Sql.ScalarAsync<int>(
                _farFromUtc,
                $"select coalesce(attstattarget, -1)::int from pg_attribute where attrelid = 'relaykit.{partition}'::regclass and attname = '{column}'"));
        }
    }

    [Fact]
    public async Task A_key_of_another_kind_is_refused()
    {
        var error = await Assert.ThrowsAsync<PostgresException>(() => EnsureAsync("by_time", "month", "2026-11-01", "2026-11-01"));

        Assert.Equal(PostgresErrorCodes.InvalidParameterValue, error.SqlState);
    }

    [Fact]
    public async Task The_lowest_id_of_a_millisecond_is_below_every_id_made_in_it_and_above_every_earlier_one()
    {
        await using var connection = new NpgsqlConnection(_farFromUtc);
        await connection.OpenAsync();
        // From 1970 to 2199: every time that a row of ours can have.
        await Gen.Long[0, 7_258_118_399_999].SampleAsync(
            async ms =>
            {
                var at = DateTimeOffset.FromUnixTimeMilliseconds(ms);
                await using var command = new NpgsqlCommand(
                    "select uuid_at($1) <= $2 and $2 < uuid_at($1 + interval '1 millisecond')", connection)
                {
                    Parameters = { new() { Value = at.UtcDateTime }, new() { Value = Guid.CreateVersion7(at) } },
                };
                return (bool)(await command.ExecuteScalarAsync())!;
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public async Task The_lowest_id_of_a_millisecond_is_itself_a_version_7_id()
    {
        var id = await Sql.ScalarAsync<Guid>(_farFromUtc, "select uuid_at('2026-11-23 16:00:00.123987+00')");

        Assert.Equal((7, 8), (id.Version, id.Variant & 0xC));
        Assert.Equal(id, await Sql.ScalarAsync<Guid>(_farFromUtc, "select uuid_at('2026-11-23 16:00:00.123+00')"));
    }

    private Task<int> EnsureAsync(string table, string by, string from, string to) =>
        Sql.ScalarAsync<int>(_farFromUtc, $"select ensure_partitions('{table}', '{by}', '{from}', '{to}')");
}
