using System.Collections.Immutable;
using System.Globalization;
using RelayKit.Retention;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Retention;

/// <summary>A run is made once a day, whoever begins it and whoever dies.</summary>
public sealed class RetentionRunTests : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private readonly OtherDate _time = new(DateTimeOffset.Parse("2027-03-01T00:10:00Z", CultureInfo.InvariantCulture));
    private RetentionDatabase _database = null!;

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _database = new RetentionDatabase(_postgres, _time);
    }

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [Fact]
    public async Task Of_many_who_begin_at_once_one_does()
    {
        var step = new CountedStep();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _database.Runner(step).RunAsync(again: false, CancellationToken.None)));

        Assert.Equal(1, step.Runs);
        Assert.Equal(1, (await TodayAsync()).Attempts);
    }

    [Fact]
    public async Task A_run_that_is_done_is_made_again_only_if_asked_and_the_next_day_by_itself()
    {
        var step = new CountedStep();
        await RunAsync(step, again: false);
        await RunAsync(step, again: false);
        Assert.Equal(1, step.Runs);

        await RunAsync(step, again: true);
        Assert.Equal(2, step.Runs);
        var today = await TodayAsync();
        Assert.Equal((2, new StepRemoval("counted", new RemovedRows("things", 14, 2))), (today.Attempts, Assert.Single(today.Removals)));

        _time.Now = _time.Now.AddDays(1);
        await RunAsync(step, again: false);
        Assert.Equal(3, step.Runs);
        Assert.Equal([new DateOnly(2027, 3, 2), new DateOnly(2027, 3, 1)], (await _database.Runs.ListAsync(DateOnly.MaxValue, 10, CancellationToken.None)).Select(static run => run.Day));
        Assert.Equal(new DateOnly(2027, 3, 1), Assert.Single(await _database.Runs.ListAsync(new DateOnly(2027, 3, 2), 10, CancellationToken.None)).Day);
    }

    [Fact]
    public async Task A_run_that_somebody_is_at_is_left_alone_until_he_has_been_silent_for_too_long()
    {
        var step = new CountedStep();
        Assert.True(await _database.Runs.TryClaimAsync(RetentionTask.At(_time.Now), Guid.NewGuid(), RetentionRunner.Lease, again: false, CancellationToken.None));

        var meanwhile = await RunAsync(step, again: true);
        Assert.True(meanwhile.IsRunning(_time.Now));
        Assert.Equal(0, step.Runs);

        // He was killed.
        _time.Now += RetentionRunner.Lease;
        var taken = await RunAsync(step, again: false);
        Assert.Equal((1, 2), (step.Runs, taken.Attempts));
        Assert.NotNull(taken.FinishedAt);
    }

    [Fact]
    public async Task Who_was_taken_for_dead_can_neither_go_on_nor_end_the_run_of_the_other()
    {
        var (dead, alive) = (Guid.NewGuid(), Guid.NewGuid());
        var task = RetentionTask.At(_time.Now);
        await _database.Runs.TryClaimAsync(task, dead, RetentionRunner.Lease, again: false, CancellationToken.None);
        Assert.True(await _database.Runs.ExtendAsync(task.Day, dead, _time.Now + RetentionRunner.Lease, CancellationToken.None));
        _time.Now += RetentionRunner.Lease;
        Assert.True(await _database.Runs.TryClaimAsync(RetentionTask.At(_time.Now), alive, RetentionRunner.Lease, again: false, CancellationToken.None));

        Assert.False(await _database.Runs.ExtendAsync(task.Day, dead, _time.Now.AddHours(1), CancellationToken.None));
        await _database.Runs.EndAsync(task.Day, dead, _time.Now, [], CancellationToken.None);

        Assert.Null((await TodayAsync()).FinishedAt);
    }

    [Fact]
    public async Task A_step_with_a_fault_keeps_no_other_from_its_work_and_is_taken_up_at_once()
    {
        var (broken, sound) = (new CountedStep { Name = "broken", Fault = new TimeoutException() }, new CountedStep());

        var first = await _database.Runner(broken, sound).RunAsync(again: false, CancellationToken.None);
        Assert.Equal("broken", Assert.Single(first.FailedSteps));
        Assert.Equal((null, 1), (first.FinishedAt, sound.Runs));
        Assert.Null(await _database.Runs.ReadLastFinishAsync(CancellationToken.None));

        broken.Fault = null;
        var second = await _database.Runner(broken, sound).RunAsync(again: false, CancellationToken.None);
        Assert.Empty(second.FailedSteps);
        Assert.Equal(_time.Now, second.FinishedAt);
        Assert.Equal(_time.Now, await _database.Runs.ReadLastFinishAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_run_that_is_broken_off_ends_its_step_and_can_be_taken_up()
    {
        using var stop = new CancellationTokenSource();
        var step = new CountedStep { OnRun = stop.Cancel };

        var broken = await _database.Runner(step).RunAsync(again: false, stop.Token);

        Assert.Null(broken.FinishedAt);
        step.OnRun = null;
        Assert.NotNull((await RunAsync(step, again: false)).FinishedAt);
    }

    [Fact]
    public async Task By_a_clock_that_is_wrong_nothing_is_removed()
    {
        var step = new CountedStep();
        var careful = new RetentionRunner(
            _database.Runs, [step], Microsoft.Extensions.Options.Options.Create(new RetentionOptions()), _time,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<RetentionRunner>.Instance);

        await Assert.ThrowsAsync<RetentionClockException>(() => careful.RunAsync(again: false, CancellationToken.None));

        Assert.Equal(0, step.Runs);
        Assert.Null(await _database.Runs.FindAsync(new DateOnly(2027, 3, 1), CancellationToken.None));
    }

    private Task<RetentionRun> RunAsync(IRetentionStep step, bool again) => _database.Runner(step).RunAsync(again, CancellationToken.None);

    private async Task<RetentionRun> TodayAsync() =>
        (await _database.Runs.FindAsync(DateOnly.FromDateTime(_time.Now.UtcDateTime), CancellationToken.None))!;

    private sealed class CountedStep : IRetentionStep
    {
        private int _runs;

        public string Name { get; init; } = "counted";

        public int Runs => Volatile.Read(ref _runs);

        public Exception? Fault { get; set; }

        public Action? OnRun { get; set; }

        public Task<ImmutableArray<RemovedRows>> RunAsync(RetentionTask task, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _runs);
            OnRun?.Invoke();
            cancellation.ThrowIfCancellationRequested();
            return Fault is null ? Task.FromResult(ImmutableArray.Create(new RemovedRows("things", 7, 1))) : throw Fault;
        }
    }
}
