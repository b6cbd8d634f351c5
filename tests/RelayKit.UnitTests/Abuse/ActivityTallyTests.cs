using CsCheck;
using RelayKit.Abuse;

namespace RelayKit.UnitTests.Abuse;

/// <summary>What several processes have counted, added up.</summary>
public sealed class ActivityTallyTests
{
    private static readonly Guid[] Processes = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];

    [Fact]
    public void Reports_that_come_twice_late_or_in_another_order_change_nothing() =>
        Gen.Select(Gen.Int[0, 2], Gen.Long[1, 5], Gen.Int[1, 50]).List[0, 40].SelectMany(reports => Gen.Shuffle(reports.Concat(reports).ToArray()).Select(again => (reports, again)))
            .Sample(sample =>
            {
                var (plain, disturbed) = (new ActivityTally(5), new ActivityTally(5));
                foreach (var (process, minute, count) in sample.reports)
                {
                    plain.Take(Processes[process], minute, count);
                }

                foreach (var (process, minute, count) in sample.again)
                {
                    disturbed.Take(Processes[process], minute, count);
                }

                for (var minute = 1; minute <= 5; minute++)
                {
                    var expected = sample.reports.Where(report => report.Item2 == minute)
                        .GroupBy(static report => report.Item1).Sum(static process => process.Max(static report => report.Item3));
                    Assert.Equal((expected, expected), (plain.InMinute(minute), disturbed.InMinute(minute)));
                }

                Assert.Equal(Enumerable.Range(1, 5).Sum(minute => plain.InMinute(minute)), disturbed.InWindow(5));
            });

    [Fact]
    public void What_is_older_than_the_window_is_forgotten_and_counts_for_nothing()
    {
        var tally = new ActivityTally(2);
        tally.Take(Processes[0], 10, 3);
        tally.Take(Processes[0], 11, 4);

        Assert.Equal((7, 4, 0), (tally.InWindow(11), tally.InWindow(12), tally.InWindow(13)));
        tally.Forget(12);
        Assert.Equal((0, 4), (tally.InMinute(10), tally.InMinute(11)));
        tally.Forget(13);
        Assert.True(tally.IsEmpty);
    }
}
