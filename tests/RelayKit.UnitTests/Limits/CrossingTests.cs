using CsCheck;
using RelayKit.Limits;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Limits;

public sealed class CrossingTests
{
    private const long NowMs = 1_796_068_800_000;

    [Fact]
    public void The_instant_is_the_first_at_which_the_height_is_reached() =>
        (from active in Gen.Long[1, 5_000]
         from closedMs in Gen.Long[0, 10_000_000_000]
         from joinedAgo in Gen.Long[0, 2_000_000_000]
         from heightMs in Gen.Long[1, 100_000_000_000_000]
         select (Line: new UsageLine(closedMs, active, active * (NowMs - joinedAgo)), heightMs)).Sample(
            sample =>
            {
                var atMs = Crossing.Of(sample.Line, sample.heightMs, NowMs)!.Value;

                if (sample.Line.UsedAt(NowMs) < sample.heightMs)
                {
                    Assert.True(atMs > NowMs);
                    Assert.True(sample.Line.UsedAt(atMs) >= sample.heightMs);
                    Assert.True(sample.Line.UsedAt(atMs - 1) < sample.heightMs);
                }
                else
                {
                    Assert.True(atMs <= NowMs);
                }
            });

    [Fact]
    public void A_line_that_lies_flat_reaches_nothing_more() =>
        Assert.Null(Crossing.Of(new UsageLine(59_999, 0, 0), 60_000, NowMs));

    [Fact]
    public void A_line_that_lies_flat_above_the_height_has_reached_it_by_now() =>
        Assert.Equal(NowMs, Crossing.Of(new UsageLine(60_000, 0, 0), 60_000, NowMs));
}
