using CsCheck;
using RelayKit.RateLimiting;
using RelayKit.Testing.Histories;

namespace RelayKit.UnitTests.RateLimiting;

/// <summary>
/// The law of the limits: over any window of w seconds no more than burst + rate · w points are admitted by all processes together, to
/// the tick, whatever becomes of messages, processes and the grain.
/// </summary>
public sealed class LeaseLawTests
{
    private static readonly Gen<RateLimit> Limits = Gen.Select(
        Gen.OneOf(Gen.Int[1, 20], Gen.Int[20, 2_000]), Gen.OneOf(Gen.Int[1, 30], Gen.Int[20, 2_000]), (rate, burst) => new RateLimit(rate, burst));

    [Fact]
    public void No_window_ever_has_more_than_its_limit() =>
        (from limit in Limits
         from processes in Gen.Int[1, 4]
         from seed in Gen.Int
         from acts in Gen.Int[1, 250]
         from weather in Gen.Int[0, 60]
         select (limit, processes, seed, acts, weather)).Sample(
            history =>
            {
                var chance = new Random(history.seed);
                var world = new LeaseWorld(history.limit, history.processes, () => Fate(chance, history.weather));
                Play(world, history.limit, history.processes, history.acts, chance);

                AssertWithinLimit(history.limit, world.Admitted);
            },
            iter: HistoryCount.Value * 3);

    [Fact]
    public void The_histories_do_admit_something_and_do_reach_the_limit()
    {
        // The law would hold of a limiter that admits nothing. Played without bad weather, the limit is reached to the point.
        var limit = new RateLimit(10, 40);
        var world = new LeaseWorld(limit, 1, () => default);
        for (var i = 0; i < 200; i++)
        {
            world.At(TimeSpan.FromMilliseconds(i * 20), () => world.Request(0, 1));
        }

        world.RunUntil(TimeSpan.FromSeconds(4));

        Assert.InRange(world.Admitted.Sum(admission => admission.Points), 75, 80);
        AssertWithinLimit(limit, world.Admitted);
    }

    /// <summary>Several times the limit, by all processes: the limit is used to 95 % and more, with hardly a call of the grain.</summary>
    [Theory]
    [InlineData(60, 300, 2, 5)]
    [InlineData(60, 300, 2, 20)]
    [InlineData(100, 500, 2, 5)]
    [InlineData(100, 500, 3, 8)]
    [InlineData(1_000, 1_000, 2, 4)]
    [InlineData(1_000, 5_000, 3, 3)]
    [InlineData(5_000, 10_000, 4, 3)]
    public void A_load_far_above_the_limit_gets_95_percent_of_it_and_more(int perSecond, int burst, int processes, int times)
    {
        var limit = new RateLimit(perSecond, burst);
        var world = new LeaseWorld(limit, processes, () => new MessageFate(false, TimeSpan.FromMilliseconds(0.5)));
        const int seconds = 10;
        var requests = seconds * perSecond * times;
        for (var i = 0; i < requests; i++)
        {
            var process = i % processes;
            world.At(TimeSpan.FromSeconds((double)i / (perSecond * times)), () => world.Request(process, 1));
        }

        world.RunUntil(TimeSpan.FromSeconds(seconds));

        // From when on a fifth more than the limit was asked for: before that, what is not asked for is not admitted.
        var windows = Enumerable.Range(1, seconds).Where(window => perSecond * times * window > 1.2 * (burst + (perSecond * window))).ToList();
        Assert.NotEmpty(windows);
        Assert.All(windows, window =>
        {
            var admitted = world.Admitted.Where(admission => admission.At <= TimeSpan.FromSeconds(window)).Sum(admission => admission.Points);
            Assert.InRange(admitted / (double)(burst + (perSecond * window)), 0.95, 1.0);
        });
        AssertWithinLimit(limit, world.Admitted);
        Assert.InRange(world.GrainCalls / (double)world.Requests, 0, 0.02);
    }

    [Theory]
    [InlineData(60, 300, 48)]
    [InlineData(100, 500, 80)]
    [InlineData(1_000, 1_000, 800)]
    public void A_load_below_the_limit_is_admitted_whole(int perSecond, int burst, int load)
    {
        var world = new LeaseWorld(new RateLimit(perSecond, burst), 2, () => new MessageFate(false, TimeSpan.FromMilliseconds(0.5)));
        const int seconds = 30;
        for (var i = 0; i < seconds * load; i++)
        {
            var process = i % 2;
            world.At(TimeSpan.FromSeconds((double)i / load), () => world.Request(process, 1));
        }

        world.RunUntil(TimeSpan.FromSeconds(seconds));

        Assert.Equal(seconds * load, world.Admitted.Sum(admission => admission.Points));
        Assert.InRange(world.GrainCalls / (double)world.Requests, 0, 0.03);
        Assert.InRange(world.Waits, 0, 20);
    }

    [Fact]
    public void A_whole_burst_at_once_at_one_of_two_processes_is_admitted()
    {
        var world = new LeaseWorld(new RateLimit(60, 300), 2, () => new MessageFate(false, TimeSpan.FromMilliseconds(0.5)));
        world.Request(1, 1);
        world.At(TimeSpan.FromSeconds(1), () =>
        {
            for (var i = 0; i < 280; i++)
            {
                world.Request(0, 1);
            }
        });

        world.RunUntil(TimeSpan.FromSeconds(1.1));

        Assert.Equal(281, world.Admitted.Sum(admission => admission.Points));
    }

    private static void Play(LeaseWorld world, RateLimit limit, int processes, int acts, Random chance)
    {
        var at = TimeSpan.Zero;
        for (var i = 0; i < acts; i++)
        {
            at += TimeSpan.FromTicks(chance.Next(20) switch
            {
                0 => chance.NextInt64(25 * TimeSpan.TicksPerSecond),
                < 4 => chance.NextInt64(2 * TimeSpan.TicksPerSecond),
                _ => chance.NextInt64(20 * TimeSpan.TicksPerMillisecond),
            });
            var (process, what, cost) = (chance.Next(processes), chance.Next(100), chance.Next(1, Math.Min(12, limit.Burst) + 1));
            var many = chance.Next(10) == 0 ? chance.Next(1, Math.Min(40, limit.Burst) + 1) : 1;
            world.At(at, () =>
            {
                switch (what)
                {
                    case 0:
                        world.LoseGrain();
                        break;
                    case 1:
                        world.ReplaceProcess(process);
                        break;
                    default:
                        for (var n = 0; n < many; n++)
                        {
                            world.Request(process, cost);
                        }

                        break;
                }
            });
        }

        world.RunUntil(at + TimeSpan.FromSeconds(1));
    }

    /// <summary>In fine weather a millisecond; in foul weather lost, or so late that others have come before, or nobody waits any more.</summary>
    private static MessageFate Fate(Random chance, int weather) => chance.Next(100) >= weather
        ? new(false, TimeSpan.FromMilliseconds(chance.NextDouble()))
        : chance.Next(3) switch
        {
            0 => new(true, default),
            1 => new(false, TimeSpan.FromSeconds(chance.NextDouble() * 2)),
            _ => new(false, TimeSpan.FromSeconds(chance.NextDouble() * 30)),
        };

    /// <summary>
    /// Of all windows that end with an admission, the fullest: it begins there, or is the fullest one before with what came since. Any other
    /// window holds no more than one of these.
    /// </summary>
    private static void AssertWithinLimit(RateLimit limit, List<(TimeSpan At, long Points)> admitted)
    {
        Int128 fullest = 0;
        var before = TimeSpan.Zero;
        foreach (var (at, points) in admitted)
        {
            var since = fullest - ((Int128)limit.PerSecond * (at - before).Ticks);
            fullest = Int128.Max(0, since) + ((Int128)points * TimeSpan.TicksPerSecond);
            before = at;
            Assert.True(fullest <= (Int128)limit.Burst * TimeSpan.TicksPerSecond, $"A window that ends at {at} has more than its limit, {limit}.");
        }
    }
}
