using System.Text;

namespace RelayKit.Testing;

/// <summary>Reads comma-separated values by the grammar of RFC 4180 and nothing more lenient; written from the RFC alone.</summary>
public static class CsvText
{
    /// <summary>Every record with its fields.</summary>
    /// <exception cref="FormatException">The text is not of that grammar, or a record has more or fewer fields than the first.</exception>
    public static IReadOnlyList<string[]> Parse(string text)
    {
        var records = new List<string[]>();
        var fields = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            fields.Add(text[at] == '"' ? Quoted(text, ref at) : Plain(text, ref at));
            if (at < text.Length && text[at] == ',')
            {
                at++;
                continue;
            }

            if (string.CompareOrdinal(text, at, "\r\n", 0, 2) != 0)
            {
                throw new FormatException($"A field ends with neither a comma nor CRLF at {at}.");
            }

            at += 2;
            records.Add([.. fields]);
            fields.Clear();
        }

        return fields.Count == 0 && records.TrueForAll(record => record.Length == records[0].Length)
            ? records
            : throw new FormatException("Records differ in length, or the last does not end.");
    }

    /// <summary>A field as it was before it was kept from being run by a spreadsheet.</summary>
    public static string Restore(string field) => field.StartsWith('\'') ? field[1..] : field;

    private static string Plain(string text, ref int at)
    {
        var start = at;
        at += text.AsSpan(at).IndexOfAny(",\r\n") is >= 0 and var length ? length : text.Length - at;
        return !text.AsSpan(start, at - start).Contains('"') ? text[start..at] : throw new FormatException($"A quote in a field that is not quoted at {start}.");
    }

    private static string Quoted(string text, ref int at)
    {
        var field = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"' && (++at == text.Length || text[at] != '"'))
            {
                return field.ToString();
            }

            field.Append(text[at]);
        }

        throw new FormatException("A quoted field does not end.");
    }
}
