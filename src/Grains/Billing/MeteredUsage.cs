using System.Collections.Immutable;
using RelayKit.Usage;

namespace RelayKit.Billing;

/// <summary>What the ledger says of a tenant's live mode in one period, up to an instant, by meter. Test mode is never billed.</summary>
/// <param name="Period">The period.</param>
/// <param name="UpToMs">Up to when what goes on is counted, Unix milliseconds; never after the period's end.</param>
/// <param name="Ms">Milliseconds by <see cref="BillingMeter"/>, in its order.</param>
public sealed record MeteredUsage(UsagePeriod Period, long UpToMs, ImmutableArray<long> Ms)
{
    /// <summary>Milliseconds of one meter.</summary>
    public long Of(BillingMeter meter) => Ms[(int)meter];
}
