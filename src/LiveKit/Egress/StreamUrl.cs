using System.Text.RegularExpressions;

namespace RelayKit.LiveKit;

/// <summary>
/// An address to stream to. Its path, query and user part carry the sender's key, so that only scheme, host, port and the first
/// step of the path may be shown: <c>rtmps://live.example.com/app/***</c>.
/// </summary>
public static partial class StreamUrl
{
    /// <summary>What takes the place of what may not be shown.</summary>
    public const string Mask = "***";

    /// <summary>
    /// The address without its key. The first step of the path is shown only where more follows and where it looks like the name of an
    /// application: short, of letters, digits, dots, dashes and underscores. What is no address with a host becomes the mask alone, and so do
    /// <c>mux://</c> and <c>twitch://</c>, whose host is the key.
    /// </summary>
    public static string Redact(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var address = Address().Match(url);
        var rest = address.Groups["rest"].Value;
        if (!address.Success || rest.Contains('@', StringComparison.Ordinal))
        {
            // Behind an @ that is not where a host begins, one reader's path is another's host: the user part would be shown as the host.
            return Mask;
        }

        var start = address.Groups["start"].Value + address.Groups["host"].Value;
        return rest is "" or "/" ? start
            : Application().Match(rest) is { Success: true } application ? $"{start}{application.Value}{Mask}"
            : $"{start}/{Mask}";
    }

    /// <summary>
    /// The address as LiveKit tells it back, without what LiveKit forgets to mask: of an RTMP address the first and last characters of the key
    /// stay (<c>rtmp://live.example.com/app/{abc...xyz}</c>), three at most, which LiveKit shows; everything else is as in <see cref="Redact"/>. It
    /// is the same for an address and for LiveKit's masked form of it, so that an egress's streams can be told apart by it. Not to be
    /// shown.
    /// </summary>
    public static string AsTold(string url)
    {
        var redacted = Redact(url);
        return Keyed().Match(url) is { Success: true } keyed && redacted.EndsWith(Mask, StringComparison.Ordinal)
            ? redacted[..^Mask.Length] + Masked(keyed.Groups["key"].Value)
            : redacted;
    }

    /// <summary>A text, such as an error of LiveKit's, with every address to stream to in it redacted.</summary>
    public static string RedactWithin(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Within().Replace(text, found => Redact(found.Value));
    }

    /// <summary>LiveKit's own mask; what is masked already stays.</summary>
    private static string Masked(string key)
    {
        if (MaskedKey().IsMatch(key))
        {
            return key;
        }

        var shown = Math.Min(3, key.Length / 3);
        return $"{{{key[..shown]}...{key[^shown..]}}}";
    }

    [GeneratedRegex(
        @"\A(?<start>(?:rtmps?|srt|wss?|https?)://)(?:[^@/?#\\\s]*@)?(?<host>(?:[\p{L}\p{N}._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?)(?<rest>(?:[/?#].*)?)\z",
        RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"\A/[A-Za-z0-9._-]{1,20}/(?=.)", RegexOptions.Singleline)]
    private static partial Regex Application();

    /// <summary>LiveKit's form of an RTMP address: the key is what follows the last slash, which is not the first of the path.</summary>
    [GeneratedRegex(@"\Artmps?://.*/.*/(?<key>[^\s/]*)(?: live=1)?\z")]
    private static partial Regex Keyed();

    [GeneratedRegex(@"\A\{.{0,3}\.\.\..{0,3}\}\z")]
    private static partial Regex MaskedKey();

    [GeneratedRegex(@"(?:rtmps?|srt|mux|twitch)://\S+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Within();
}
