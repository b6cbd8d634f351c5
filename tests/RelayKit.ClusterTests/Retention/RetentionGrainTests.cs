using Orleans.Core.Internal;
using RelayKit.ClusterTests.Cluster;
using RelayKit.Retention;

namespace RelayKit.ClusterTests.Retention;

/// <summary>One run a day in a cluster, and in two that share a database, whatever asks for it.</summary>
public sealed class RetentionGrainTests : IAsyncLifetime
{
    private readonly RetentionCluster _one = new();
    private RetentionCluster _other = null!;

    public async Task InitializeAsync()
    {
        await _one.InitializeAsync();
        _other = new RetentionCluster(_one.Database);
        await _other.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        if (_other is not null)
        {
            await _other.DisposeAsync();
        }

        await _one.DisposeAsync();
    }

    [Fact]
    public async Task Each_day_has_one_run_whatever_the_number_of_silos()
    {
        for (var day = 1; day <= 3; day++)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(_ => new[] { RunAsync(_one), RunAsync(_other) }));

            Assert.Equal(day, _one.Runs + _other.Runs);
            _one.Time.Advance(TimeSpan.FromDays(1));
            _other.Time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(3L, await _one.Database.ScalarAsync<long>("select count(*) from retention_runs where finished_at is not null and attempts = 1"));
    }

    [Fact]
    public async Task The_reminder_makes_the_run_and_those_after_it_find_it_done()
    {
        await _one.Grain<IRetentionGrain>(IRetentionGrain.Key).ScheduleAsync();
        await _one.Grain<IRetentionGrain>(IRetentionGrain.Key).ScheduleAsync();

        await RemindAsync();
        await Eventually.EqualAsync(1L, () => _one.Database.ScalarAsync<long>("select count(*) from retention_runs where finished_at is not null"));
        await RemindAsync();
        await RunAsync(_one);

        Assert.Equal(1, _one.Runs);
    }

    [Fact]
    public async Task A_run_whose_activation_ends_is_taken_up_by_the_next()
    {
        _one.Hold(new TaskCompletionSource());
        await RemindAsync();
        await Eventually.EqualAsync(1, () => Task.FromResult(_one.Runs));

        _one.Hold(null);
        await _one.Grain<IRetentionGrain>(IRetentionGrain.Key).AsReference<IGrainManagementExtension>().DeactivateOnIdle();
        await RemindAsync();

        await Eventually.EqualAsync(1L, () => _one.Database.ScalarAsync<long>("select count(*) from retention_runs where finished_at is not null"));
        Assert.Equal(2, _one.Runs);
    }

    private static Task<RetentionRun> RunAsync(RetentionCluster cluster) => cluster.Grain<IRetentionGrain>(IRetentionGrain.Key).RunAsync(again: false);

    /// <summary>As the reminder service does.</summary>
    private Task RemindAsync() => _one.Grain<IRetentionGrain>(IRetentionGrain.Key).AsReference<IRemindable>().ReceiveReminder("daily", default);
}
