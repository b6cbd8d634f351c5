using RelayKit.Usage;

namespace RelayKit.Billing;

/// <summary>Where a tenant's meter stands in a period that is billed.</summary>
/// <param name="Meter">Which meter.</param>
/// <param name="Period">Which period.</param>
/// <param name="OwnMs">What was used in it.</param>
/// <param name="LateMs">What was used in periods that are closed and was told of too late for them.</param>
public sealed record MeterStanding(BillingMeter Meter, UsagePeriod Period, long OwnMs, long LateMs)
{
    /// <summary>What the period is billed for.</summary>
    public long CumulativeMs => OwnMs + LateMs;
}
