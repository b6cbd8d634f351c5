using RelayKit.Billing;

namespace RelayKit.Api.Billing;

/// <summary>What a provider has of a tenant's meter in a period, and what it should have.</summary>
/// <param name="Day">The day (UTC) on which they were compared.</param>
/// <param name="Tenant"><c>ten_…</c>.</param>
/// <param name="Meter">Which meter.</param>
/// <param name="Month">Which period.</param>
/// <param name="LedgerMinutes">Whole minutes by the ledger.</param>
/// <param name="UnreportedMinutes">Those that the provider had not been told of: used before the tenant was a customer, or since the last report.</param>
/// <param name="InFlightMinutes">Those in reports that wait, whose outcome is unknown, or that are too young to be counted.</param>
/// <param name="ProviderMinutes">What the provider had counted.</param>
/// <param name="Difference">What the provider has too much, or with a minus lacks: <c>provider_minutes - (ledger_minutes - unreported_minutes - in_flight_minutes)</c>. 0 when all is well.</param>
internal sealed record BillingComparisonResponse(
    string Day,
    string Tenant,
    string Meter,
    string Month,
    long LedgerMinutes,
    long UnreportedMinutes,
    long InFlightMinutes,
    long ProviderMinutes,
    long Difference)
{
    public static BillingComparisonResponse Of(BillingComparison comparison) => new(
        comparison.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        comparison.Tenant.ToString(),
        comparison.Meter.Word(),
        PeriodText.Of(comparison.Period),
        comparison.LedgerMinutes,
        comparison.UnreportedMinutes,
        comparison.InFlightMinutes,
        comparison.ProviderMinutes,
        comparison.Difference);
}
