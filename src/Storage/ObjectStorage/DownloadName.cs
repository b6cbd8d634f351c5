using System.Text;

namespace RelayKit.Storage.ObjectStorage;

/// <summary>The header field by which a browser saves a file under a name (RFC 6266, RFC 8187).</summary>
internal static class DownloadName
{
    private const int MaxLength = 200;

    /// <summary>The field's value. Whatever the name is, it stays one name: nothing in it ends the parameter, names a folder or breaks a line.</summary>
    public static string Disposition(string fileName, bool inline)
    {
        var name = Safe(fileName);
        var ascii = string.Concat(name.Select(static letter => letter is '"' or '\\' or '%' or > '~' ? '_' : letter));
        return $"{(inline ? "inline" : "attachment")}; filename=\"{ascii}\"; filename*=UTF-8''{Encoded(name)}";
    }

    private static string Safe(string fileName)
    {
        var name = new StringBuilder(fileName.Length);
        foreach (var rune in fileName.EnumerateRunes())
        {
            // A replacement rune stands where half a surrogate pair was.
            name.Append(Rune.IsControl(rune) || rune.Value is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)
                ? "_" : rune.ToString());
            if (name.Length >= MaxLength)
            {
                break;
            }
        }

        var safe = name.ToString().Trim(' ', '.');
        return safe.Length == 0 ? "file" : safe;
    }

    private static string Encoded(string name)
    {
        var encoded = new StringBuilder(name.Length);
        foreach (var letter in Encoding.UTF8.GetBytes(name))
        {
            if (char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~')
            {
                encoded.Append((char)letter);
            }
            else
            {
                encoded.Append('%').Append(letter.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }
}
