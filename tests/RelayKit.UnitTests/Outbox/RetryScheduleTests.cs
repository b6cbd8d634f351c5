using CsCheck;
using RelayKit.Outbox;

namespace RelayKit.UnitTests.Outbox;

public sealed class RetryScheduleTests
{
    private static readonly RetrySchedule Schedule = new([TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromHours(2)]);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 300)]
    [InlineData(3, 7200)]
    public void Each_try_that_fails_has_a_wait_of_its_own(int attempt, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Schedule.After(attempt, null, jitter: 0));

    [Fact]
    public void After_the_last_try_there_is_none()
    {
        Assert.Equal(4, Schedule.Attempts);
        Assert.Null(Schedule.After(4, null, 0));
        Assert.Null(Schedule.After(4, TimeSpan.FromHours(1), 0));
    }

    [Fact]
    public void Waits_are_spread_by_a_tenth_and_never_shorter() => Gen.Select(Gen.Int[1, 3], Gen.Double[-1, 2]).Sample((attempt, jitter) =>
    {
        var wait = Schedule.After(attempt, null, jitter)!.Value;
        var least = Schedule.Waits[attempt - 1];
        Assert.InRange(wait, least, least * (1 + RetrySchedule.Spread));
    });

    [Fact]
    public void Who_asks_not_to_be_tried_for_longer_is_not()
    {
        Assert.Equal(TimeSpan.FromHours(9), Schedule.After(1, TimeSpan.FromHours(9), 0.5));
        Assert.Equal(TimeSpan.FromSeconds(5), Schedule.After(1, TimeSpan.FromSeconds(1), 0));
    }
}
