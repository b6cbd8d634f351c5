using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using RelayKit.Labels;
using RelayKit.Rooms;
using RelayKit.Usage;
using RelayKit.Usage.Series;

namespace RelayKit.Api.Usage;

/// <summary>A place in a series of usage as an opaque text: base64url of the bucket's beginning and the group.</summary>
internal static class UsageCursorText
{
    public static string Write(UsageSeriesPlace place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{place.FloorMs} {place.Group}")));

    /// <summary>Reads a place; false where it is none of this series.</summary>
    public static bool TryParse(string text, UsageBuckets buckets, UsageGrouping grouping, [NotNullWhen(true)] out UsageSeriesPlace? place)
    {
        place = null;
        if (!Base64Url.IsValid(text))
        {
            return false;
        }

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(' ', 2);
        if (parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var floor)
            || floor < buckets.Floor(buckets.FromMs) || floor >= buckets.ToMs || floor != buckets.Floor(floor)
            || !IsGroup(parts[1], grouping))
        {
            return false;
        }

        place = new UsageSeriesPlace(floor, parts[1]);
        return true;
    }

    private static bool IsGroup(string group, UsageGrouping grouping) => grouping switch
    {
        UsageGrouping.None => group.Length == 0,
        UsageGrouping.Kind => group is [>= '0' and var digit] && digit < '0' + ParticipantClasses.Count,
        UsageGrouping.Room => RoomName.IsValid(group),
        UsageGrouping.Label => Label.TryParse(group, out _),
        _ => false,
    };
}
