using System.Collections.Immutable;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Billing;

/// <summary>Where the operator reads what was reported, to bill by it without a provider or to compare it with one.</summary>
public interface IMeterReportStore
{
    /// <summary>The reports of a period, of all tenants, by tenant, meter and number.</summary>
    /// <param name="period">The period.</param>
    /// <param name="tenant">Only of this tenant; null for all.</param>
    /// <param name="state">Only those of which this has become; null for all.</param>
    /// <param name="cancellation">Gives up.</param>
    IAsyncEnumerable<ReportedUsage> ReadAsync(UsagePeriod period, TenantId? tenant, MeterReportState? state, CancellationToken cancellation);

    /// <summary>What the comparisons with the provider gave, the newest day first.</summary>
    /// <param name="limit">How many at most.</param>
    /// <param name="after">Only those after this place; null to begin.</param>
    /// <param name="onlyDifferences">Whether only those are given where the two do not agree.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ImmutableArray<BillingComparison>> ListComparisonsAsync(int limit, ComparisonPlace? after, bool onlyDifferences, CancellationToken cancellation);
}

/// <summary>A place among comparisons.</summary>
/// <param name="Day">The day (UTC).</param>
/// <param name="Tenant">Whose.</param>
/// <param name="Meter">Which meter.</param>
/// <param name="Period">The day that the period begins on.</param>
public readonly record struct ComparisonPlace(DateOnly Day, TenantId Tenant, BillingMeter Meter, DateOnly Period);

/// <summary>A report, and what became of it.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Report">The report.</param>
/// <param name="State">What became of it.</param>
/// <param name="Error">Why it was refused or is unknown; null otherwise.</param>
public sealed record ReportedUsage(TenantId Tenant, MeterReport Report, MeterReportState State, string? Error);

/// <summary>What a provider has of a tenant's meter in a period, and what it should have.</summary>
/// <param name="Day">The day (UTC) on which they were compared.</param>
/// <param name="Tenant">Whose.</param>
/// <param name="Meter">Which meter.</param>
/// <param name="Period">Which period.</param>
/// <param name="LedgerMinutes">Whole minutes by the ledger.</param>
/// <param name="UnreportedMinutes">Those that nobody had been told of: used before the tenant was a customer, or since the last report.</param>
/// <param name="InFlightMinutes">Those in reports that wait, or whose outcome is unknown.</param>
/// <param name="ProviderMinutes">What the provider had counted.</param>
public sealed record BillingComparison(
    DateOnly Day, TenantId Tenant, BillingMeter Meter, UsagePeriod Period, long LedgerMinutes, long UnreportedMinutes, long InFlightMinutes, long ProviderMinutes)
{
    /// <summary>What the provider has too much, or with a minus lacks. 0 when all is well.</summary>
    public long Difference => ProviderMinutes - (LedgerMinutes - UnreportedMinutes - InFlightMinutes);
}
