using RelayKit.Billing;
using RelayKit.Identifiers;

namespace RelayKit.Events;

internal static partial class TenantEventData
{
    /// <summary>A stage of dunning, with when the next one comes if nobody pays.</summary>
    public static string Dunning(DunningStanding standing, DunningTimes times)
    {
        var json = Begin();
        json.WriteString("stage"u8, standing.Stage.Word());
        WriteTime(json, "since"u8, standing.Since.ToUnixTimeMilliseconds());
        if (RelayKit.Billing.Dunning.ChangesAt(standing, times) is { } changesAt)
        {
            WriteTime(json, "next_stage_at"u8, changesAt.ToUnixTimeMilliseconds());
        }

        if (RelayKit.Billing.Dunning.HoldOf(standing, times)?.SessionsEndAt is { } endAt)
        {
            WriteTime(json, "sessions_end_at"u8, endAt.ToUnixTimeMilliseconds());
        }

        return End(json);
    }

    /// <summary>A billing period that was closed.</summary>
    public static string PeriodClosed(Invoice invoice)
    {
        var json = Begin();
        json.WriteString("period"u8, PeriodText.Of(invoice.Period));
        json.WriteString("invoice"u8, PublicId.Format(PublicId.Invoice, invoice.Id));
        json.WriteString("plan"u8, invoice.Plan);
        json.WriteString("currency"u8, invoice.Currency);
        json.WriteNumber("total"u8, invoice.Total);
        return End(json);
    }
}
