using System.Globalization;
using Npgsql;
using RelayKit.RequestLogs;
using RelayKit.Retention;
using RelayKit.Storage.RequestLogs;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Retention;

/// <summary>Request logs, attempts to send webhooks and bans, thirty days and one moment later.</summary>
public sealed class LogRetentionTests : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private readonly OtherDate _time = new(At("2026-12-01T03:00:00Z"));
    private readonly TenantId _tenant = new(Guid.CreateVersion7());
    private RetentionDatabase _database = null!;

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _database = new RetentionDatabase(_postgres, _time);
        await _database.EnsureDaysAsync("request_logs", "2026-10-30", "2026-11-10");
    }

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_is_kept_for_thirty_days_to_the_end_of_its_own(bool ownsPartitions)
    {
        DateTimeOffset[] came =
        [
            At("2026-09-01T00:00:00Z"), At("2026-10-31T23:59:59.999Z"), At("2026-11-01T00:00:00Z"), At("2026-11-01T23:59:59.999Z"), At("2026-11-02T00:00:00Z"),
        ];
        await WriteAsync(came);
        for (var day = At("2026-11-28T00:00:00Z"); day < At("2026-12-04T00:00:00Z"); day = day.AddDays(1))
        {
            _time.Now = day.AddHours(5);
            await _database.Runner(_database.Steps(ownsPartitions)).RunAsync(again: false, CancellationToken.None);

            Assert.Equal(came.Where(at => at >= day.AddDays(-30)), await ReadAsync());
        }
    }

    [Fact]
    public async Task Days_are_dropped_whole_and_their_rows_counted()
    {
        await WriteAsync([.. Enumerable.Range(0, 50).Select(i => At("2026-11-01T08:00:00Z").AddMinutes(i))]);

        var run = await _database.Runner(_database.Steps(ownsPartitions: true)).RunAsync(again: false, CancellationToken.None);
        Assert.DoesNotContain("request_logs_y2026m10d31", await _database.PartitionsAsync("request_logs"));
        Assert.Contains("request_logs_y2026m11d01", await _database.PartitionsAsync("request_logs"));
        Assert.Equal(new RemovedRows("request_logs", 0, 2), Assert.Single(run.Removals).Removed);

        _time.Now = _time.Now.AddDays(1);
        run = await _database.Runner(_database.Steps(ownsPartitions: true)).RunAsync(again: false, CancellationToken.None);
        Assert.Equal(new RemovedRows("request_logs", 50, 1), Assert.Single(run.Removals).Removed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_attempt_to_send_a_webhook_is_kept_for_thirty_days_to_the_end_of_its_own(bool ownsPartitions)
    {
        await _database.EnsureDaysAsync("webhook_attempts", "2026-10-30", "2026-11-10");
        DateTimeOffset[] made = [At("2026-09-01T00:00:00Z"), At("2026-10-31T23:59:59.999Z"), At("2026-11-01T00:00:00Z"), At("2026-11-30T00:00:00Z")];
        foreach (var at in made)
        {
            await Sql.ExecuteAsync(
                _postgres.ConnectionString,
                $"""
                insert into relaykit.webhook_attempts (tenant_id, attempt_id, endpoint_id, delivery_id, event_id, event_type, number, state, is_last, queued_at, duration_us)
                values ('{_tenant.Value}', '{Guid.CreateVersion7(at)}', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'room.started', 1, 'delivered', true, now(), 1)
                """);
        }

        await _database.Runner(_database.Steps(ownsPartitions)).RunAsync(again: false, CancellationToken.None);

        Assert.Equal(2, await Sql.ScalarAsync<long>(_postgres.ConnectionString, "select count(*) from relaykit.webhook_attempts"));
        Assert.Equal(!ownsPartitions, (await _database.PartitionsAsync("webhook_attempts")).Contains("webhook_attempts_y2026m10d31"));
    }

    [Fact]
    public async Task A_ban_goes_when_it_is_over()
    {
        foreach (var (identity, until) in new[] { ("over", _time.Now.AddSeconds(-1)), ("holds", _time.Now.AddSeconds(1)) })
        {
            await using var insert = _postgres.Sources.App.CreateBatch();
            insert.BatchCommands.Add(new NpgsqlBatchCommand($"select set_config('app.tenant_id', '{_tenant.Value}', true)"));
            insert.BatchCommands.Add(new NpgsqlBatchCommand("insert into room_bans (tenant_id, mode, room, identity, since, until) values ($1, 'l', 'lobby', $2, now(), $3)")
            {
                Parameters = { new() { Value = _tenant.Value }, new() { Value = identity }, new() { Value = until } },
            });
            await insert.ExecuteNonQueryAsync();
        }

        await _database.Runner(_database.Steps(ownsPartitions: true)).RunAsync(again: false, CancellationToken.None);

        Assert.Equal("holds", await Sql.ScalarAsync<string>(_postgres.ConnectionString, "select string_agg(identity, ',') from relaykit.room_bans"));
    }

    [Fact]
    public async Task An_incident_of_an_address_is_kept_as_long_as_a_request_log_and_one_in_force_until_it_is_over()
    {
        await Sql.ExecuteAsync(
            _postgres.ConnectionString,
            """
            insert into relaykit.abuse_incidents (incident_id, rule, subject, address, stage, counted, threshold, stage_at, until) values
                (gen_random_uuid(), 'bad_keys', null, 'past', 'blocked', 1, 1, '2026-10-31 23:59+00', '2026-10-31 23:59:30+00'),
                (gen_random_uuid(), 'bad_keys', null, 'kept', 'blocked', 1, 1, '2026-11-01 00:00+00', null),
                (gen_random_uuid(), 'bad_keys', null, 'in force', 'blocked', 1, 1, '2026-10-01 00:00+00', '2026-12-31 00:00+00'),
                (gen_random_uuid(), 'mints', gen_random_uuid(), null, 'suspended', 1, 1, '2026-10-01 00:00+00', null)
            """);

        await _database.Runner(_database.Steps(ownsPartitions: true)).RunAsync(again: false, CancellationToken.None);

        Assert.Equal(
            "in force,kept,-",
            await Sql.ScalarAsync<string>(_postgres.ConnectionString, "select string_agg(coalesce(address, '-'), ',' order by address) from relaykit.abuse_incidents"));
    }

    [Fact]
    public async Task Stripes_news_are_kept_as_long_as_a_request_log()
    {
        await Sql.ExecuteAsync(
            _postgres.ConnectionString,
            """
            insert into relaykit.stripe_events (id, type, subject, object_id, created, received_at, due_at) values
                ('evt_past', 'invoice.paid', 2, 'in_1', '2026-11-01 00:00+00', '2026-10-31 23:59:59+00', '2026-11-01 00:00+00'),
                ('evt_kept', 'invoice.paid', 2, 'in_1', '2026-10-01 00:00+00', '2026-11-01 00:00+00', '2026-11-01 00:00+00')
            """);

        await _database.Runner(_database.Steps(ownsPartitions: true)).RunAsync(again: false, CancellationToken.None);

        Assert.Equal("evt_kept", await Sql.ScalarAsync<string>(_postgres.ConnectionString, "select string_agg(id, ',') from relaykit.stripe_events"));
    }

    private Task WriteAsync(params DateTimeOffset[] came) =>
        new PostgresRequestLogStore(_postgres.Sources, _time).WriteAsync([.. came.Select(Entry)], CancellationToken.None);

    private RequestLogEntry Entry(DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        Tenant = _tenant,
        Mode = Mode.Live,
        Method = "GET",
        Route = "/v1/rooms",
        Status = 200,
        Duration = TimeSpan.FromMilliseconds(1),
    };

    private async Task<List<DateTimeOffset>> ReadAsync()
    {
        await using var command = _postgres.Sources.Jobs.CreateCommand("select request_id from request_logs order by request_id");
        await using var reader = await command.ExecuteReaderAsync();
        List<DateTimeOffset> came = [];
        while (await reader.ReadAsync())
        {
            came.Add(RelayKit.Identifiers.UuidVersion7.InstantOf(reader.GetGuid(0)));
        }

        return came;
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
