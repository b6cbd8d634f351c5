using System.Buffers;
using System.Globalization;
using System.Text;

namespace RelayKit.Api.Usage.Export;

/// <summary>
/// Writes lines of comma-separated values (RFC 4180), UTF-8. Text comes from tenants' end users, and whoever opens the file in a spreadsheet must not run it: as
/// OWASP advises ("CSV Injection"), text that begins with <c>= + - @</c>, a tab or an end of line gets an apostrophe in front. So does text that
/// begins with an apostrophe, so that taking one leading apostrophe away gives back every field as it was.
/// </summary>
internal sealed class CsvLine(IBufferWriter<byte> output)
{
    private static readonly SearchValues<char> Dangerous = SearchValues.Create("=+-@\t\r\n'");

    /// <summary>Beyond what RFC 4180 asks for, whatever some spreadsheet takes for the end of a field.</summary>
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create("\",\r\n\t;");

    private bool _begun;

    /// <summary>A field of text; null is an empty field, as empty text is.</summary>
    public void Text(string? text)
    {
        Separate();
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        var isDangerous = Dangerous.Contains(text[0]);
        if (!isDangerous && !text.AsSpan().ContainsAny(NeedQuotes))
        {
            Encoding.UTF8.GetBytes(text, output);
            return;
        }

        output.Write(isDangerous ? "\"'"u8 : "\""u8);
        var rest = text.AsSpan();
        for (var quote = rest.IndexOf('"'); quote >= 0; quote = rest.IndexOf('"'))
        {
            Encoding.UTF8.GetBytes(rest[..(quote + 1)], output);
            output.Write("\""u8);
            rest = rest[(quote + 1)..];
        }

        Encoding.UTF8.GetBytes(rest, output);
        output.Write("\""u8);
    }

    /// <summary>A field of digits; empty for null.</summary>
    public void Number(long? number)
    {
        Separate();
        if (number is { } known)
        {
            var room = output.GetSpan(20);
            known.TryFormat(room, out var written, default, CultureInfo.InvariantCulture);
            output.Advance(written);
        }
    }

    /// <summary>An instant in RFC 3339, UTC with milliseconds; empty for null.</summary>
    public void Instant(DateTimeOffset? instant)
    {
        Separate();
        if (instant is { } known)
        {
            var room = output.GetSpan(24);
            known.UtcDateTime.TryFormat(room, out var written, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            output.Advance(written);
        }
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public void Truth(bool value)
    {
        Separate();
        output.Write(value ? "true"u8 : "false"u8);
    }

    /// <summary>Ends the line.</summary>
    public void End()
    {
        output.Write("\r\n"u8);
        _begun = false;
    }

    private void Separate()
    {
        if (_begun)
        {
            output.Write(","u8);
        }

        _begun = true;
    }
}
