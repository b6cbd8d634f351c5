using CsCheck;
using RelayKit.Bandwidth;
using RelayKit.LiveKit;

namespace RelayKit.UnitTests.Bandwidth;

public sealed class TrafficMarkTests
{
    private const long Start = 1_800_000_000_000;
    private const long Minute = 60_000;

    [Fact]
    public void What_flowed_before_the_first_look_is_not_counted()
    {
        var mark = TrafficMark.First([new NodeTraffic("a", Start - Minute, 100, 200)], Start);

        var (_, since) = mark.Next([new NodeTraffic("a", Start - Minute, 130, 270)], Start + Minute);

        Assert.Equal(new Traffic(30, 70), since);
    }

    [Fact]
    public void A_node_that_has_started_since_counts_from_its_start_and_an_older_one_from_now()
    {
        var mark = TrafficMark.First([new NodeTraffic("a", null, 0, 0)], Start);

        var (next, since) = mark.Next([new NodeTraffic("new", Start + 1, 5, 6), new NodeTraffic("old", Start - 1, 50, 60), new NodeTraffic("silent", null, 500, 600)], Start + Minute);
        var (_, later) = next.Next([new NodeTraffic("old", Start - 1, 51, 61), new NodeTraffic("silent", null, 502, 602)], Start + (2 * Minute));

        Assert.Equal(new Traffic(5, 6), since);
        Assert.Equal(new Traffic(3, 3), later);
    }

    [Fact]
    public void A_counter_that_went_back_began_anew()
    {
        var mark = TrafficMark.First([new NodeTraffic("a", null, 100, 100)], Start);

        Assert.Equal(new Traffic(7, 20), mark.Next([new NodeTraffic("a", null, 7, 120)], Start + Minute).Since);
    }

    [Fact]
    public void A_node_that_is_away_is_counted_when_it_is_back_and_forgotten_after_a_day()
    {
        var mark = TrafficMark.First([new NodeTraffic("a", null, 100, 0), new NodeTraffic("b", null, 100, 0)], Start);

        var (away, nothing) = mark.Next([new NodeTraffic("b", null, 100, 0)], Start + TrafficMark.KeptMs);
        var (_, back) = away.Next([new NodeTraffic("a", null, 130, 0)], Start + TrafficMark.KeptMs + Minute);
        var (gone, _) = away.Next([new NodeTraffic("b", null, 100, 0)], Start + TrafficMark.KeptMs + 1);

        Assert.Equal(default, nothing);
        Assert.Equal(new Traffic(30, 0), back);
        Assert.Equal(["b"], gone.Nodes.Select(static node => node.NodeId));
    }

    /// <summary>However often it is looked, and whichever looks a node misses, what is counted is what the counter grew by.</summary>
    [Fact]
    public void All_looks_together_count_what_the_counters_grew_by() =>
        (from steps in Gen.Select(Gen.Long[0, 1L << 40], Gen.Bool, (bytes, answers) => (bytes, answers)).Array[1, 30] select steps).Sample(steps =>
        {
            var (mark, sum, counter, at) = (TrafficMark.First([new NodeTraffic("a", null, 0, 0)], Start), 0L, 0L, Start);
            foreach (var (bytes, answers) in steps.Append((bytes: 0, answers: true)))
            {
                counter += bytes;
                at += Minute;
                var (next, since) = mark.Next(answers ? [new NodeTraffic("a", null, counter, 0)] : [], at);
                (mark, sum) = (next, sum + since.IncomingBytes);
            }

            Assert.Equal(counter, sum);
        });
}
