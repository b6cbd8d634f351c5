using System.Buffers;

namespace RelayKit.Rooms;

/// <summary>
/// The rule for a tenant's own room names: 1 to 128 of <c>A-Z a-z 0-9 . _ : -</c>, but neither <c>.</c> nor <c>..</c>: those never reach a server
/// in a path, since clients resolve them first (RFC 3986, 5.2.4), and a call about one would be a call about something else.
/// </summary>
public static class RoomName
{
    /// <summary>The longest name, in characters (all ASCII, so also bytes).</summary>
    public const int MaxLength = 128;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    /// <summary>Whether <paramref name="name"/> is a room name.</summary>
    public static bool IsValid(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= MaxLength && !name.ContainsAnyExcept(Allowed) && name is not ("." or "..");
}
