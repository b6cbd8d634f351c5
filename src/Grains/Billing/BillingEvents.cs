using System.Globalization;
using RelayKit.Events;
using RelayKit.Identifiers;
using RelayKit.Ledger;
using RelayKit.Tenants;

namespace RelayKit.Billing;

/// <summary>What a tenant's log gains from billing.</summary>
public static class BillingEvents
{
    /// <summary>A stage of dunning was taken.</summary>
    public static EventRow Stage(TenantId tenant, DunningStanding standing, DunningTimes times)
    {
        ArgumentNullException.ThrowIfNull(standing);
        var (type, atMs) = (Dunning.EventOf(standing.Stage), standing.Since.ToUnixTimeMilliseconds());
        var id = FactId.Of(atMs, type, tenant.Value, standing.Number.ToString(CultureInfo.InvariantCulture), "");
        return new EventRow(id, type, atMs, TenantEventData.Dunning(standing, times));
    }

    /// <summary>A period was closed.</summary>
    public static EventRow PeriodClosed(TenantId tenant, Invoice invoice, DateTimeOffset closedAt)
    {
        ArgumentNullException.ThrowIfNull(invoice);
        var id = FactId.Of(invoice.Period.EndMs, TenantEventTypes.BillingPeriodClosed, tenant.Value, PeriodText.Of(invoice.Period), "");
        return new EventRow(id, TenantEventTypes.BillingPeriodClosed, closedAt.ToUnixTimeMilliseconds(), TenantEventData.PeriodClosed(invoice));
    }
}
