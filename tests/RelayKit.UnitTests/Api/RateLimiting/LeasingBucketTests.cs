using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Api.RateLimiting;
using RelayKit.RateLimiting;

namespace RelayKit.UnitTests.Api.RateLimiting;

/// <summary>What a process does while it waits for the grain of a limit, and without it. What it decides from memory is LeasedBucketTests' affair.</summary>
public sealed class LeasingBucketTests : IDisposable
{
    private static readonly RateLimit Limit = new(10, 100);

    private readonly FakeTimeProvider _time = new();
    private readonly RateLimitInstruments _instruments = new();
    private readonly SemaphoreSlim _asked = new(0);
    private Func<LeaseRequest, Task<Lease>> _grain = static _ => throw new TimeoutException("No silo answers.");
    private Func<ValueTask<RateLimit>> _limit = static () => new(Limit);

    public void Dispose()
    {
        _instruments.Dispose();
        _asked.Dispose();
    }

    [Fact]
    public async Task Without_the_grain_it_admits_its_own_part_for_a_while_and_then_all()
    {
        var bucket = Bucket();

        var alone = await TakeManyAsync(bucket, 10);
        _time.Advance(LeasedBucket.AloneFor + TimeSpan.FromSeconds(1));
        var unmetered = await TakeManyAsync(bucket, 50);

        // A second's worth of half of the limit, since nobody knows who else there is.
        Assert.Equal(5, alone.Count(taken => taken.Outcome == TakeOutcome.Admitted));
        Assert.Equal(5, alone.Count(taken => taken.Outcome == TakeOutcome.Refused && taken.ComeAgainIn > TimeSpan.Zero));
        Assert.All(unmetered, taken => Assert.Equal(TakeOutcome.Unmetered, taken.Outcome));
    }

    [Fact]
    public async Task A_request_waits_for_a_grain_that_hangs_only_so_long()
    {
        var never = new TaskCompletionSource<Lease>();
        _grain = _ => never.Task;
        var bucket = Bucket();

        var taking = bucket.TakeAsync(1).AsTask();
        await _asked.WaitAsync();
        _time.Advance(LeasingBucket.Patience - TimeSpan.FromMilliseconds(1));
        Assert.False(taking.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(TakeOutcome.Admitted, (await taking).Outcome);
        never.SetResult(Given(20));
    }

    [Fact]
    public async Task All_who_wait_are_answered_together()
    {
        var answer = new TaskCompletionSource<Lease>();
        _grain = _ => answer.Task;
        var bucket = Bucket();

        var taking = Enumerable.Range(0, 20).Select(_ => bucket.TakeAsync(1).AsTask()).ToList();
        await _asked.WaitAsync();
        answer.SetResult(Given(40));

        Assert.All(await Task.WhenAll(taking), taken => Assert.Equal(TakeOutcome.Admitted, taken.Outcome));
        // Whoever came while it was under way may have made another one needed, and no more.
        Assert.InRange(_asked.CurrentCount, 0, 1);
    }

    [Fact]
    public async Task A_limit_that_cannot_be_read_stays_what_it_was()
    {
        _grain = request => Task.FromResult(Given(request.Wanted));
        _limit = static () => throw new TimeoutException("The tenant's grain does not answer.");

        Assert.Equal((TakeOutcome.Admitted, Limit), await Bucket().TakeAsync(1) is var taken ? (taken.Outcome, taken.Limit) : default);
    }

    [Fact]
    public async Task A_request_that_is_decided_from_memory_allocates_nothing()
    {
        _grain = request => Task.FromResult(Given(50_000));
        _limit = static () => new(new RateLimit(100_000, 1_000_000));
        var bucket = Bucket();
        await bucket.TakeAsync(1);
        await _asked.WaitAsync();
        Take(bucket, 1_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Take(bucket, 10_000);
        var perRequest = (GC.GetAllocatedBytesForCurrentThread() - before) / 10_000;

        Assert.Equal(0, perRequest);
    }

    [Fact]
    public async Task Buckets_that_rest_are_forgotten_and_those_in_use_are_kept()
    {
        _grain = request => Task.FromResult(Given(request.Wanted));
        var set = new BucketSet<int>(_ => Bucket(), _time);
        var (used, rested) = (set.Get(1), set.Get(2));
        await used.TakeAsync(1);
        await rested.TakeAsync(1);

        _time.Advance(BucketSet<int>.Rest - TimeSpan.FromSeconds(1));
        await set.Get(1).TakeAsync(1);
        _time.Advance(TimeSpan.FromSeconds(1));
        set.Get(3);

        Assert.Equal(2, set.Count);
        Assert.Same(used, set.Get(1));
        Assert.NotSame(rested, set.Get(2));
    }

    private static Lease Given(long points) => new(points, LeaseTerms.Validity, TimeSpan.Zero, 0, 1);

    private static void Take(LeasingBucket bucket, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var taking = bucket.TakeAsync(1);
            Assert.True(taking.IsCompletedSuccessfully && taking.Result.Outcome == TakeOutcome.Admitted);
        }
    }

    private static async Task<List<Taken>> TakeManyAsync(LeasingBucket bucket, int times)
    {
        List<Taken> taken = [];
        for (var i = 0; i < times; i++)
        {
            taken.Add(await bucket.TakeAsync(1));
        }

        return taken;
    }

    private LeasingBucket Bucket() => new(
        "api",
        Limit,
        () => _limit(),
        request =>
        {
            _asked.Release();
            return _grain(request);
        },
        _instruments,
        _time,
        NullLogger.Instance);
}
