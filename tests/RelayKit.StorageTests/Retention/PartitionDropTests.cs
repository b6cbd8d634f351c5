using System.Globalization;
using Npgsql;
using RelayKit.Storage.Retention;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Retention;

public sealed class PartitionDropTests : IAsyncLifetime
{
    private static readonly PartitionSpan October = new("events_y2026m10", new DateOnly(2026, 10, 1), new DateOnly(2026, 11, 1));

    private readonly PostgresFixture _postgres = new();

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        await Database().EnsureMonthsAsync("2026-10-01", "2026-12-01");
    }

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [Fact]
    public async Task Ended_partitions_are_listed_and_the_default_one_is_none()
    {
        var ended = await Database().Drop.ListEndedAsync("events", At("2026-12-01T00:00:00Z"), CancellationToken.None);

        Assert.Equal(["events_y2026m10", "events_y2026m11"], ended.Select(static span => span.Name));
        Assert.Equal(October, ended[0]);
    }

    [Fact]
    public async Task A_long_read_is_waited_out_in_short_attempts_and_then_the_partition_is_gone()
    {
        await using var reading = new NpgsqlConnection(_postgres.ConnectionString);
        await reading.OpenAsync();
        await ExecuteAsync(reading, "begin; select count(*) from relaykit.events");
        var pauses = 0;
        var database = Database(() =>
        {
            if (++pauses == 3)
            {
                ExecuteAsync(reading, "commit").GetAwaiter().GetResult();
            }
        });

        Assert.True(await database.Drop.TryDropAsync("events", October, CancellationToken.None));

        Assert.Equal(3, pauses);
        Assert.DoesNotContain("events_y2026m10", await database.PartitionsAsync("events"));
    }

    [Fact]
    public async Task A_table_that_is_held_for_too_long_keeps_its_partition_as_it_was()
    {
        await using var reading = new NpgsqlConnection(_postgres.ConnectionString);
        await reading.OpenAsync();
        await ExecuteAsync(reading, "begin; select count(*) from relaykit.events");
        var pauses = 0;
        var database = Database(() => pauses++);

        Assert.False(await database.Drop.TryDropAsync("events", October, CancellationToken.None));

        Assert.Equal(PartitionDrop.MostAttempts - 1, pauses);
        Assert.Contains("events_y2026m10", await database.PartitionsAsync("events"));
        await ExecuteAsync(reading, "commit");
    }

    [Fact]
    public async Task What_was_detached_and_not_dropped_is_dropped_the_next_time()
    {
        await Sql.ExecuteAsync(_postgres.ConnectionString, "alter table relaykit.events detach partition relaykit.events_y2026m10");

        await Database().Drop.DropDetachedAsync("events", CancellationToken.None);

        Assert.Equal(0L, await Sql.ScalarAsync<long>(_postgres.ConnectionString, "select count(*) from pg_class where relname = 'events_y2026m10'"));
        Assert.Contains("events_y2026m11", await Database().PartitionsAsync("events"));
    }

    private RetentionDatabase Database(Action? paused = null) => new(_postgres, new OtherDate(At("2027-12-01T00:00:00Z"), paused));

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
