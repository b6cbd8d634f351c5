using System.Globalization;
using System.Text;

namespace RelayKit.LiveKit.Simulator.Media;

/// <summary>A media playlist of HLS (RFC 8216, 4.3).</summary>
internal static class PlaylistWriter
{
    public static byte[] Write(IReadOnlyList<(string Name, TimeSpan Duration)> segments, int firstSequence, bool ended)
    {
        var longest = segments.Select(segment => Math.Ceiling(segment.Duration.TotalSeconds)).DefaultIfEmpty(1).Max();
        var text = new StringBuilder()
            .Append("#EXTM3U\n#EXT-X-VERSION:4\n")
            .Append(ended && firstSequence == 0 ? "#EXT-X-PLAYLIST-TYPE:VOD\n" : "")
            .Append(CultureInfo.InvariantCulture, $"#EXT-X-TARGETDURATION:{longest}\n#EXT-X-MEDIA-SEQUENCE:{firstSequence}\n");
        foreach (var (name, duration) in segments)
        {
            text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{duration.TotalSeconds:F3},\n{name}\n");
        }

        return Encoding.UTF8.GetBytes(text.Append(ended ? "#EXT-X-ENDLIST\n" : "").ToString());
    }
}
