using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Billing;

/// <summary>Which page of what a line is added up from.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Period">The invoice's period.</param>
/// <param name="Meter">The line's meter.</param>
/// <param name="UpTo">Up to when what goes on is counted.</param>
/// <param name="After">The place that the page before ended at; null to begin.</param>
/// <param name="Limit">How many sessions at most.</param>
public sealed record InvoiceLineQuery(
    TenantId Tenant, UsagePeriod Period, BillingMeter Meter, DateTimeOffset UpTo, Guid? After, int Limit);
