using System.Buffers;
using System.Globalization;
using RelayKit.Api.Usage.Export;
using RelayKit.Billing;
using RelayKit.Usage;

namespace RelayKit.Api.Billing;

/// <summary>A label's statement as lines of comma-separated values (RFC 4180): one for each kind, and one for each day.</summary>
internal static class StatementCsv
{
    public static byte[] Write(LabelStatement statement)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write("label,period,what,name,billed,participant_ms,minutes\r\n"u8);
        var line = new CsvLine(output);
        foreach (var kind in statement.Lines)
        {
            Line(statement, line, "kind", kind.Class.Word(), kind.Class.IsBilled(), kind.Ms);
        }

        foreach (var day in statement.Days)
        {
            Line(statement, line, "day", day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), true, day.Ms);
        }

        Line(statement, line, "total", "billed", true, statement.BilledMs);
        return output.WrittenSpan.ToArray();
    }

    private static void Line(LabelStatement statement, CsvLine line, string what, string name, bool isBilled, long ms)
    {
        line.Text(statement.Label.ToString());
        line.Text(PeriodText.Of(statement.Period));
        line.Text(what);
        line.Text(name);
        line.Truth(isBilled);
        line.Number(ms);
        line.Number(WholeMinutes.Floor(ms));
        line.End();
    }
}
