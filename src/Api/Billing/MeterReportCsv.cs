using System.Globalization;
using RelayKit.Api.Usage.Export;
using RelayKit.Billing;

namespace RelayKit.Api.Billing;

/// <summary>Reports of usage as lines of comma-separated values.</summary>
internal static class MeterReportCsv
{
    public static ReadOnlySpan<byte> Names =>
        "identifier,tenant,meter,period,sequence,kind,value,used_at,cumulative_ms,late_ms,cancels,reason,state,error,created_at\r\n"u8;

    public static void Write(CsvLine line, ReportedUsage reported)
    {
        var report = reported.Report;
        line.Text(report.IdentifierOf(reported.Tenant).ToString());
        line.Text(reported.Tenant.ToString());
        line.Text(report.Meter.Word());
        line.Text(report.Period.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        line.Number(report.Sequence);
        line.Text(report.Kind.Word());
        line.Number(report.Value);
        line.Instant(report.At);
        line.Number(report.CumulativeMs);
        line.Number(report.LateMs);
        line.Number(report.Cancels);
        line.Text(report.Reason);
        line.Text(reported.State.Word());
        line.Text(reported.Error);
        line.Instant(report.CreatedAt);
        line.End();
    }
}
