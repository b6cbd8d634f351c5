using RelayKit.Api.Usage;
using RelayKit.Limits;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Api.Usage;

public sealed class UsageCapTests
{
    private static readonly UsagePeriod November = UsagePeriod.Containing(new DateTimeOffset(2026, 11, 10, 0, 0, 0, TimeSpan.Zero));
    private static readonly long Now = November.StartMs + 1_000_000;

    [Fact]
    public void A_cap_ahead_is_where_the_line_meets_it() =>
        Assert.Equal(new UsageCap(10, Now + 100_000), UsageCap.Of(Budget(10), Reading(usedMs: 300_000, active: 3), null));

    [Fact]
    public void Where_nobody_is_connected_it_is_never_met() =>
        Assert.Equal(new UsageCap(10, null), UsageCap.Of(Budget(10), Reading(usedMs: 300_000, active: 0), null));

    [Fact]
    public void What_the_next_period_would_meet_is_not_met() =>
        Assert.Equal(new UsageCap(1_000_000, null), UsageCap.Of(Budget(1_000_000), Reading(usedMs: 0, active: 1), null));

    [Fact]
    public void A_cap_that_is_met_is_the_meters_to_tell()
    {
        var limit = new ReachedLimit(LimitNames.Minutes, LimitScope.Tenant, null, 10, 12, LimitOwner.Tenant);
        var standing = new TenantStanding(0, 0, [new BudgetStanding(limit, BudgetAction.Alert, Now - 5_000, true)]);

        Assert.Equal(new UsageCap(10, Now - 5_000), UsageCap.Of(Budget(10), Reading(usedMs: 720_000, active: 0), standing));
    }

    private static Budget Budget(long minutes) => new(minutes, BudgetAction.Alert, 0);

    /// <summary>Recorders and agents, who are not billed, are there too.</summary>
    private static UsageReading Reading(long usedMs, long active) => new()
    {
        AsOfMs = Now,
        Period = November,
        UsedMs = [usedMs, 0, 0, 900_000, 900_000],
        Active = [active, 0, 0, 7, 7],
        ActiveSessions = 1,
    };
}
