using System.Text.RegularExpressions;
using RelayKit.LiveKit;

namespace RelayKit.Ingress;

/// <summary>The words of ingress, and what may be shown of LiveKit's.</summary>
public static partial class IngressText
{
    private const int LongestError = 500;

    /// <summary><c>rtmp</c>, <c>whip</c> or <c>url</c>.</summary>
    public static string Word(this IngressKind kind) => kind switch
    {
        IngressKind.Rtmp => "rtmp",
        IngressKind.Whip => "whip",
        _ => "url",
    };

    /// <summary>Reads <c>rtmp</c>, <c>whip</c> or <c>url</c>.</summary>
    public static bool TryParse(string? text, out IngressKind kind)
    {
        kind = text switch { "whip" => IngressKind.Whip, "url" => IngressKind.Url, _ => IngressKind.Rtmp };
        return text is "rtmp" or "whip" or "url";
    }

    /// <summary><c>inactive</c>, <c>buffering</c>, <c>publishing</c>, <c>error</c> or <c>complete</c>.</summary>
    public static string Word(this IngressStatus status) => status switch
    {
        IngressStatus.Buffering => "buffering",
        IngressStatus.Publishing => "publishing",
        IngressStatus.Error => "error",
        IngressStatus.Complete => "complete",
        _ => "inactive",
    };

    /// <summary>Reads one of those words.</summary>
    public static IngressStatus ParseStatus(string word) =>
        Enum.GetValues<IngressStatus>().FirstOrDefault(status => status.Word() == word);

    /// <summary>LiveKit's text of an error without the addresses in it, which may carry credentials; null for none.</summary>
    public static string? OfError(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var shown = Addresses().Replace(StorableText.Mend(text), static found => StreamUrl.Redact(found.Value));
        return shown.Length <= LongestError ? shown : shown[..LongestError];
    }

    [GeneratedRegex("""[A-Za-z][A-Za-z0-9+.\-]*://[^\s"'<>]+""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Addresses();
}
