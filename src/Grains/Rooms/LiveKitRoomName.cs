using System.Globalization;
using RelayKit.Tenants;

namespace RelayKit.Rooms;

/// <summary>
/// The name under which a room is known to LiveKit: <c>{tenant}_{l or t}{generation}_{room}</c>. LiveKit has no tenants, so the
/// name keeps them apart; the generation moves on when a room is deleted, so that a new room never meets the dying one of the
/// same name (LiveKit issues 4726, 4558). Nothing but this type converts between the two.
/// </summary>
/// <param name="Room">The tenant's room.</param>
/// <param name="Generation">1 for a room's first life, one more after each deletion.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.LiveKitRoomName")]
public readonly record struct LiveKitRoomName([property: Id(0)] RoomKey Room, [property: Id(1)] int Generation)
{
    /// <summary>Reads a LiveKit room name; false when it is not one of RelayKit's.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out LiveKitRoomName name)
    {
        name = default;
        if (text.Length <= TenantId.TextLength + 4
            || !TenantId.TryParse(text[..TenantId.TextLength], out var tenant)
            || text[TenantId.TextLength] != '_'
            || !ModeText.TryParseLetter(text[TenantId.TextLength + 1], out var mode))
        {
            return false;
        }

        var rest = text[(TenantId.TextLength + 2)..];
        var end = rest.IndexOf('_');
        if (end < 1 || rest[0] == '0'
            || !int.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            || !RoomName.IsValid(rest[(end + 1)..]))
        {
            return false;
        }

        name = new LiveKitRoomName(new RoomKey(tenant, mode, rest[(end + 1)..].ToString()), generation);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Room.Tenant}_{Room.Mode.Letter()}{Generation}_{Room.Name}");
}
