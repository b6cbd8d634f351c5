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
    TenantId Tenant, UsagePeriod Period, BillingMeter Meter, DateTimeOffset UpTo, BilledPlace? After, int Limit);

/// <summary>A place in what a line is added up from.</summary>
/// <param name="Id">The id of the session, or of the recording or stream.</param>
/// <param name="LiveKitSid">The participant's sid; empty for a recording or stream.</param>
public readonly record struct BilledPlace(Guid Id, string LiveKitSid);
