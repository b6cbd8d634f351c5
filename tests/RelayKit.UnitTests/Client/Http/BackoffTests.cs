using CsCheck;
using RelayKit.Client;

namespace RelayKit.UnitTests.Client.Http;

public sealed class BackoffTests
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(20);

    [Fact]
    public void Each_pause_is_between_the_shortest_and_three_times_the_one_before() =>
        Gen.Double[0, 0.999999].Array[1, 40].Sample(chances =>
        {
            var next = 0;
            var backoff = new Backoff(Least, Most, () => chances[next]);
            var before = Least;
            for (; next < chances.Length; next++)
            {
                var pause = backoff.Next(asked: null);
                Assert.InRange(pause, Least, Most);
                Assert.True(pause <= before * 3);
                before = pause;
            }
        });

    [Fact]
    public void The_server_is_never_asked_before_it_wanted_to_be() =>
        Gen.Select(Gen.Double[0, 0.999999], Gen.Int[0, 100_000]).Sample((chance, milliseconds) =>
        {
            var asked = TimeSpan.FromMilliseconds(milliseconds);
            Assert.True(new Backoff(Least, Most, () => chance).Next(asked) >= asked);
        });

    [Fact]
    public void Pauses_grow_up_to_the_longest_and_are_short_again_when_things_go_well()
    {
        var backoff = new Backoff(Least, Most, () => 0.999999);
        for (var i = 0; i < 10; i++)
        {
            backoff.Next(asked: null);
        }

        Assert.Equal(Most, backoff.Next(asked: null));
        backoff.Reset();
        Assert.True(backoff.Next(asked: null) <= Least * 3);
    }
}
