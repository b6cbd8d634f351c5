using System.Text.Json;
using CsCheck;
using RelayKit.Abuse;

namespace RelayKit.UnitTests.Abuse;

/// <summary>When a tenant's activity is too much, and what follows.</summary>
public sealed class ActivityRecordTests
{
    private const int Least = 100;
    private const long Start = 29_000_040;

    private static readonly AbuseOptions Options = new()
    {
        Mints = new ActivityRuleOptions { LeastPerMinute = Least, SlowFactor = 10, SuspendFactor = 5 },
        SuspendAfterMinutes = 3,
    };

    [Fact]
    public void What_stays_below_the_least_and_the_own_history_never_brings_a_rule_to_act() =>
        Gen.Int[0, Least].Array[1, 400].Sample(minutes =>
        {
            var record = new ActivityRecord();
            for (var i = 0; i < minutes.Length; i++)
            {
                (record, var stage) = Take(record, Start + i, minutes[i]);
                Assert.Null(stage);
            }

            Assert.Null(record.Incident);
        });

    [Fact]
    public void Who_grows_by_less_than_the_factor_from_hour_to_hour_is_left_alone_however_far_it_comes() =>
        Gen.Int[1, 10].Array[1, 12].Sample(growth =>
        {
            var (record, count) = (new ActivityRecord(), 1L);
            for (var hour = 0; hour < growth.Length; hour++)
            {
                count = Math.Min(count * growth[hour], 100_000_000);
                (record, var stage) = Take(record, Start + (hour * 60), (int)count);
                Assert.Null(stage);
            }
        });

    [Fact]
    public void One_minute_far_beyond_everything_slows_and_does_not_suspend()
    {
        var (record, stage) = Take(new ActivityRecord(), Start, 1_000_000);

        Assert.Equal(AbuseStage.Slowed, stage);
        Assert.Equal(At(Start) + Options.SlowFor, record.SlowedUntil);
        Assert.NotNull(record.Incident);
        Assert.Equal(Least, record.Threshold(Options.Mints, Start));
    }

    [Fact]
    public void Going_on_far_beyond_for_as_many_minutes_as_configured_suspends_and_a_report_more_changes_nothing()
    {
        var record = new ActivityRecord();
        var stages = new List<AbuseStage?>();
        foreach (var minute in new[] { 0, 0, 0, 1, 1, 2, 3, 4 })
        {
            (record, var stage) = Take(record, Start + minute, (Least * 5) + 1);
            stages.Add(stage);
        }

        var slowed = AbuseStage.Slowed;
        Assert.Equal([slowed, slowed, slowed, slowed, slowed, AbuseStage.Suspended, null, null], stages);
        Assert.True(record.IsSuspended);
    }

    [Fact]
    public void Going_on_by_less_than_the_suspending_factor_stays_slowed_for_ever() =>
        Gen.Int[Least + 1, Least * 5].Array[1, 100].Sample(minutes =>
        {
            var record = new ActivityRecord();
            for (var i = 0; i < minutes.Length; i++)
            {
                (record, var stage) = Take(record, Start + i, minutes[i]);
                Assert.Equal(AbuseStage.Slowed, stage);
            }
        });

    [Fact]
    public void Where_nobody_is_to_be_suspended_nobody_is()
    {
        var options = new AbuseOptions { Mints = Options.Mints, SuspendAfterMinutes = 1, Suspends = false };
        var record = new ActivityRecord();
        for (var minute = Start; minute < Start + 10; minute++)
        {
            (record, var stage) = record.Take(options, AbuseRule.Mints, minute, int.MaxValue, At(minute));
            Assert.Equal(AbuseStage.Slowed, stage);
        }
    }

    [Fact]
    public void An_incident_ends_by_itself_when_it_was_quiet_for_long_enough_and_the_next_is_another()
    {
        var (record, _) = Take(new ActivityRecord(), Start, Least + 1);
        var first = record.Incident;
        var later = Start + (long)Options.SlowFor.TotalMinutes;

        (record, var stage) = Take(record, later, 1);
        Assert.Equal((null, null), (record.Incident, stage));
        (record, stage) = Take(record, later + 1, (Least * 10) + 1);

        Assert.Equal(AbuseStage.Slowed, stage);
        Assert.NotEqual(first, record.Incident);
    }

    [Fact]
    public void What_was_too_much_is_not_usual_a_minute_later_nor_in_the_next_hour_of_the_same_incident()
    {
        var (record, _) = Take(new ActivityRecord(), Start, 1_000_000);
        for (var minute = Start + 1; minute < Start + 121; minute++)
        {
            (record, var stage) = record.Take(new AbuseOptions { Mints = Options.Mints, Suspends = false }, AbuseRule.Mints, minute, Least + 1, At(minute));
            Assert.Equal(AbuseStage.Slowed, stage);
        }
    }

    [Fact]
    public void What_was_undone_leaves_the_tenant_alone_until_the_exemption_is_over()
    {
        var (record, _) = Take(new ActivityRecord(), Start, 1_000_000);
        record = record.Undone(At(Start + 60));

        (record, var stage) = Take(record, Start + 59, 1_000_000);
        Assert.Null(stage);
        (_, stage) = Take(record, Start + 60, 1_000_000);
        Assert.Equal(AbuseStage.Slowed, stage);
    }

    [Fact]
    public void The_history_is_a_week_long_and_comes_back_from_its_JSON()
    {
        var (record, _) = Take(new ActivityRecord(), Start, 90);
        (record, _) = Take(record, Start + 60, 1);
        Assert.Equal(900, record.Threshold(Options.Mints, Start + (7 * 24 * 60)));
        Assert.Equal(Least, record.Threshold(Options.Mints, Start + (7 * 24 * 60) + 60));

        var state = new TenantAbuseState { Mints = record.Undone(At(Start)) };
        var back = JsonSerializer.Deserialize<TenantAbuseState>(JsonSerializer.Serialize(state))!;

        Assert.Equal(JsonSerializer.Serialize(state), JsonSerializer.Serialize(back));
        Assert.Equal(record.HourlyPeaks, back.Mints.HourlyPeaks);
        Assert.Empty(JsonSerializer.Deserialize<TenantAbuseState>("{}")!.Rooms.HourlyPeaks);
    }

    private static (ActivityRecord Next, AbuseStage? Stage) Take(ActivityRecord record, long minute, int count) =>
        record.Take(Options, AbuseRule.Mints, minute, count, At(minute));

    private static DateTimeOffset At(long minute) => DateTimeOffset.UnixEpoch.AddMinutes(minute);
}
