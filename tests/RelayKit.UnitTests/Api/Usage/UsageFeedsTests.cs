using System.Text;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Api.Usage;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Api.Usage;

public sealed class UsageFeedsTests
{
    private static readonly MeterKey Key = new(new TenantId(Guid.CreateVersion7()), Mode.Live);

    private readonly FakeTimeProvider _time = new();
    private readonly UsageFeeds _feeds;
    private int _reads;
    private bool _fails;
    private CancellationToken _lastRead;

    public UsageFeedsTests() => _feeds = new UsageFeeds(
        (_, cancellation) =>
        {
            _lastRead = cancellation;
            return _fails
                ? Task.FromException<byte[]>(new TimeoutException("The meter does not answer."))
                : Task.FromResult(Encoding.UTF8.GetBytes($"{Interlocked.Increment(ref _reads)}"));
        },
        _time);

    [Fact]
    public async Task However_many_follow_the_meter_is_read_once_a_second()
    {
        var following = Enumerable.Range(0, 100).Select(_ => _feeds.Follow(Key)).ToList();
        for (var second = 1; second <= 3; second++)
        {
            Assert.All(await NextAsync(following), reading => Assert.Equal($"{second}", reading));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        following.ForEach(one => one.Dispose());
    }

    [Fact]
    public async Task Who_comes_later_has_the_newest_at_once_and_who_is_slow_misses_some()
    {
        using var first = _feeds.Follow(Key);
        Assert.Equal(["1"], await NextAsync([first]));
        using var slow = _feeds.Follow(Key);
        Assert.Equal(["1"], await NextAsync([slow]));
        for (var second = 2; second <= 4; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal([$"{second}"], await NextAsync([first]));
        }

        Assert.Equal(["4"], await NextAsync([slow]));
    }

    [Fact]
    public async Task Nothing_is_read_when_nobody_follows()
    {
        var (one, other) = (_feeds.Follow(Key), _feeds.Follow(Key));
        await NextAsync([one, other]);
        one.Dispose();
        one.Dispose();
        Assert.False(_lastRead.IsCancellationRequested);

        other.Dispose();

        Assert.True(_lastRead.IsCancellationRequested);
        using var again = _feeds.Follow(Key);
        Assert.Equal(["2"], await NextAsync([again]));
    }

    [Fact]
    public async Task A_fault_reaches_all_who_follow_and_the_next_begins_anew()
    {
        using var one = _feeds.Follow(Key);
        using var other = _feeds.Follow(Key);
        await NextAsync([one, other]);
        _fails = true;
        _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<TimeoutException>(() => NextAsync([one]));
        await Assert.ThrowsAsync<TimeoutException>(() => NextAsync([other]));

        _fails = false;

        // The feed that has failed is let go of a moment after those who follow hear of it.
        var recovered = await RecoveredAsync();
        Assert.Equal("2", recovered);
    }

    private async Task<string> RecoveredAsync()
    {
        while (true)
        {
            using var again = _feeds.Follow(Key);
            try
            {
                var reading = (await NextAsync([again])).Single();
                if (reading != "1")
                {
                    return reading;
                }
            }
            catch (TimeoutException)
            {
                await Task.Yield();
            }
        }
    }

    private static async Task<string[]> NextAsync(IEnumerable<UsageFeeds.Following> following) => await Task.WhenAll(following.Select(
        async one => Encoding.UTF8.GetString((await one.NextAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30))).Span)));
}
