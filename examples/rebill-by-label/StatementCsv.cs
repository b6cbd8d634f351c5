using System.Globalization;
using System.Text;

namespace RelayKit.Examples.RebillByLabel;

/// <summary>Writes a statement as RFC 4180 has it.</summary>
internal static class StatementCsv
{
    private const string Nobody = "(without a customer)";

    public static string Write(Statement statement)
    {
        var text = new StringBuilder("customer,participant_ms,minutes,amount\r\n");
        foreach (var line in statement.Lines)
        {
            text.Append(Field(line.Customer.Length == 0 ? Nobody : line.Customer)).Append(',')
                .Append(CultureInfo.InvariantCulture, $"{line.ParticipantMs},{line.Minutes:0.######},{line.Amount:0.00}\r\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"total,{statement.ParticipantMs},{statement.ParticipantMs / 60_000m:0.######},{statement.Amount:0.00}\r\n").ToString();
    }

    /// <summary>In quotes where needed; what a spreadsheet would take for a formula gets a quote in front, since customers' names are anybody's words.</summary>
    private static string Field(string text)
    {
        text = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
