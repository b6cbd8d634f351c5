using RelayKit.Limits;
using RelayKit.Usage;

namespace RelayKit.Api.Usage;

/// <summary>The budget that bounds all of a tenant's live rooms in a period.</summary>
/// <param name="Minutes">Participant-minutes of it.</param>
/// <param name="ReachedAtMs">When it will be used up if nothing changes, or was, Unix milliseconds; null if never.</param>
internal sealed record UsageCap(long Minutes, long? ReachedAtMs)
{
    /// <summary>How a budget stands.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="reading">The meter.</param>
    /// <param name="standing">What the meter knows of its budgets: asked for only where this one is used up, since a reading does not tell when.</param>
    public static UsageCap Of(Budget budget, UsageReading reading, TenantStanding? standing) => new(
        budget.Minutes,
        reading.ReachesMs(budget.Ms)
            ?? standing?.Budgets.FirstOrDefault(known => known.Limit.Scope == LimitScope.Tenant && known.Limit.Value == budget.Minutes)?.ReachedAtMs);
}
