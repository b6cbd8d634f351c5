using CsCheck;
using RelayKit.Retention;

namespace RelayKit.UnitTests.Retention;

/// <summary>For any instant and any day: nothing goes early, nothing stays past its day.</summary>
public sealed class RetentionRulesLawTests
{
    private static readonly DateOnly FirstDay = new(2024, 1, 1);

    private static readonly Gen<DateOnly> Day = Gen.Int[0, 40_000].Select(FirstDay.AddDays);

    private static readonly Gen<DateTimeOffset> Instant =
        from day in Day
        from ms in Gen.Long[0, 86_399_999]
        select new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).AddMilliseconds(ms);

    [Fact]
    public void Usage_is_kept_for_twelve_months_whatever_the_calendar() => Gen.Select(Instant, Day).Sample((at, day) =>
    {
        if (at < RetentionRules.Before(RetentionClass.Usage, day))
        {
            Assert.True(at.AddMonths(12) <= StartOf(day), $"{at:u} goes on {day}");
        }
    });

    [Fact]
    public void Usage_is_gone_with_the_run_of_the_second_day_after_at_the_latest() => Instant.Sample(at =>
    {
        var last = DateOnly.FromDateTime(at.AddMonths(12).UtcDateTime).AddDays(2);

        Assert.True(at < RetentionRules.Before(RetentionClass.Usage, last), $"{at:u} stays on {last}");
    });

    [Fact]
    public void Logs_and_accounts_are_kept_for_thirty_days_and_gone_with_the_run_of_the_next() => Instant.Sample(at =>
    {
        var lastKept = DateOnly.FromDateTime(at.UtcDateTime).AddDays(30);
        foreach (var kept in new[] { RetentionClass.Logs, RetentionClass.Account })
        {
            Assert.True(at >= RetentionRules.Before(kept, lastKept));
            Assert.True(at < RetentionRules.Before(kept, lastKept.AddDays(1)));
        }
    });

    [Fact]
    public void What_is_due_on_a_day_is_due_on_every_later_one() => Gen.Select(Day, Gen.Int[0, 800]).Sample((day, later) =>
    {
        foreach (var kept in new[] { RetentionClass.Usage, RetentionClass.Logs, RetentionClass.Account })
        {
            Assert.True(RetentionRules.Before(kept, day) <= RetentionRules.Before(kept, day.AddDays(later)));
        }
    });

    [Fact]
    public void A_task_is_the_same_at_every_instant_of_its_day() => Instant.Sample(at =>
    {
        var (task, midnight) = (RetentionTask.At(at), RetentionTask.At(new DateTimeOffset(at.Date, TimeSpan.Zero)));

        Assert.Equal(
            (midnight.Day, midnight.UsageBefore, midnight.LogsBefore, midnight.AccountsBefore),
            (task.Day, task.UsageBefore, task.LogsBefore, task.AccountsBefore));
    });

    [Theory]
    [InlineData("2027-11-26", "2026-11-26")]
    [InlineData("2028-02-29", "2027-02-28")]
    [InlineData("2029-02-28", "2028-02-28")]
    [InlineData("2029-03-01", "2028-03-01")]
    public void Twelve_months_before_a_day(string day, string before) =>
        Assert.Equal(StartOf(DateOnly.Parse(before, null)), RetentionRules.Before(RetentionClass.Usage, DateOnly.Parse(day, null)));

    [Fact]
    public void Each_table_has_one_rule() => Assert.Equal(RetentionRules.All.Count, RetentionRules.All.Select(static rule => rule.Table).Distinct().Count());

    private static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
