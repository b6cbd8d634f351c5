using System.Buffers.Text;
using System.Globalization;
using System.Text;
using RelayKit.Rooms;

namespace RelayKit.Api.Rooms;

/// <summary>A place in the list of rooms as an opaque text: base64url of the creation time and the name.</summary>
internal static class RoomCursorText
{
    public static string Write(RoomCursor cursor) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{cursor.CreatedAt.UtcTicks} {cursor.Name}")));

    public static bool TryParse(string text, out RoomCursor? cursor)
    {
        cursor = null;
        if (!Base64Url.IsValid(text))
        {
            return false;
        }

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split(' ', 2);
        if (parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || ticks > DateTime.MaxValue.Ticks
            || !RoomName.IsValid(parts[1]))
        {
            return false;
        }

        cursor = new RoomCursor(new DateTimeOffset(ticks, TimeSpan.Zero), parts[1]);
        return true;
    }
}
