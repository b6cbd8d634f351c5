using Microsoft.Extensions.DependencyInjection;

namespace RelayKit.StorageTests.Migrations;

[Collection(OrleansGroup.Name)]
public sealed class ReminderQueryTests(OrleansCluster orleans)
{
    private static readonly DateTime Start = new(2026, 11, 23, 16, 0, 0, DateTimeKind.Utc);
    private readonly IReminderTable _table = orleans.Silo.GetRequiredService<IReminderTable>();

    [Fact]
    public async Task A_reminder_is_read_as_it_was_written_and_counts_its_versions()
    {
        var grain = NewGrain();

        Assert.Equal("0", await WriteAsync(grain, "a", TimeSpan.FromMinutes(1)));
        Assert.Equal("1", await WriteAsync(grain, "a", TimeSpan.FromDays(400)));
        var read = (await _table.ReadRow(grain, "a"))!;

        Assert.Equal((grain, "a", Start, TimeSpan.FromDays(400), "1"), (read.GrainId, read.ReminderName, read.StartAt, read.Period, read.ETag));
    }

    [Fact]
    public async Task A_grain_sees_its_own_reminders_only_whatever_the_length_of_its_key()
    {
        var grain = GrainId.Create("reminded", $"{Guid.CreateVersion7():n}/{new string('x', 1000)}");
        await WriteAsync(grain, "a", TimeSpan.FromHours(1));
        await WriteAsync(grain, "b", TimeSpan.FromHours(1));
        await WriteAsync(NewGrain(), "c", TimeSpan.FromHours(1));

        Assert.Equal(["a", "b"], (await _table.ReadRows(grain)).Reminders.Select(r => r.ReminderName).Order());
        Assert.Null(await _table.ReadRow(grain, "c"));
    }

    [Fact]
    public async Task A_range_is_open_below_and_closed_above_and_may_wrap_around_the_ring()
    {
        var grain = NewGrain();
        await WriteAsync(grain, "a", TimeSpan.FromHours(1));
        var hash = grain.GetUniformHashCode();

        Assert.Contains(grain, await InRangeAsync(hash - 1, hash));
        Assert.DoesNotContain(grain, await InRangeAsync(hash, hash + 1));
        Assert.Contains(grain, await InRangeAsync(hash + 1, hash));
        Assert.DoesNotContain(grain, await InRangeAsync(hash, hash - 1));
    }

    [Fact]
    public async Task A_reminder_is_removed_once_and_only_in_the_version_that_was_read()
    {
        var grain = NewGrain();
        await WriteAsync(grain, "a", TimeSpan.FromHours(1));
        var current = await WriteAsync(grain, "a", TimeSpan.FromHours(2));

        Assert.False(await _table.RemoveRow(grain, "a", "0"));
        Assert.True(await _table.RemoveRow(grain, "a", current!));
        Assert.False(await _table.RemoveRow(grain, "a", current!));
        Assert.Null(await _table.ReadRow(grain, "a"));
    }

    [Fact]
    public async Task Clearing_the_table_leaves_no_reminder_of_the_service()
    {
        var grain = NewGrain();
        await WriteAsync(grain, "a", TimeSpan.FromHours(1));

        await _table.TestOnlyClearTable();

        Assert.Empty((await _table.ReadRows(grain)).Reminders);
    }

    private static GrainId NewGrain() => GrainId.Create("reminded", $"r/{Guid.CreateVersion7():n}");

    private Task<string?> WriteAsync(GrainId grain, string name, TimeSpan period) =>
        _table.UpsertRow(new ReminderEntry { GrainId = grain, ReminderName = name, StartAt = Start, Period = period });

    private async Task<IEnumerable<GrainId>> InRangeAsync(uint begin, uint end) =>
        (await _table.ReadRows(begin, end)).Reminders.Select(r => r.GrainId);
}
