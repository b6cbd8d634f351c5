using System.Text.RegularExpressions;
using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Rooms;

namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>Addresses to stream to, as workers check them, and as LiveKit tells them back.</summary>
internal static partial class StreamAddress
{
    /// <summary>Of an RTMP address the key's middle is taken out. Any other address LiveKit tells as it is, SRT's passphrase included.</summary>
    public static string Told(string url)
    {
        var match = Rtmp().Match(url);
        if (!match.Success)
        {
            return url;
        }

        var key = match.Groups["key"].Value;
        var shown = Math.Min(3, key.Length / 3);
        return $"{match.Groups["before"].Value}{{{key[..shown]}...{key[^shown..]}}}{match.Groups["after"].Value}";
    }

    /// <exception cref="NodeException">A worker would not stream there.</exception>
    public static void Check(string url, StreamProtocol protocol)
    {
        var scheme = url.Split("://")[0];
        var fits = protocol switch
        {
            StreamProtocol.Srt => scheme == "srt",
            StreamProtocol.Websocket => scheme is "ws" or "wss",
            _ => scheme is "rtmp" or "rtmps" or "mux" or "twitch",
        };
        if (!fits)
        {
            throw Invalid(url, "invalid scheme");
        }

        if (scheme is "rtmp" or "rtmps" && !Rtmp().IsMatch(url))
        {
            throw Invalid(url, "rtmp urls must be of format rtmp(s)://{host}(/{path})/{app}/{stream_key}( live=1)");
        }
    }

    private static NodeException Invalid(string url, string reason) => new("invalid_argument", $"invalid url {url}: {reason}");

    [GeneratedRegex(@"\A(?<before>rtmps?://.*/.*/)(?<key>[^\s/]*)(?<after>(?: live=1)?)\z")]
    private static partial Regex Rtmp();
}
