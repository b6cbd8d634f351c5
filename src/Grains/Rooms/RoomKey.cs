using RelayKit.Tenants;

namespace RelayKit.Rooms;

/// <summary>Which room: the tenant, the mode and the tenant's own name for it. Its text is the key of the room's grain.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.RoomKey")]
public readonly record struct RoomKey(
    [property: Id(0)] TenantId Tenant,
    [property: Id(1)] Mode Mode,
    [property: Id(2)] string Name)
{
    /// <summary>Reads the key of a room's grain.</summary>
    /// <exception cref="FormatException">The text was not made by <see cref="ToString"/>.</exception>
    public static RoomKey Parse(string grainKey)
    {
        var text = grainKey.AsSpan();
        if (text.Length > TenantId.TextLength + 3
            && TenantId.TryParse(text[..TenantId.TextLength], out var tenant)
            && text[TenantId.TextLength] == '/'
            && ModeText.TryParseLetter(text[TenantId.TextLength + 1], out var mode)
            && text[TenantId.TextLength + 2] == '/'
            && RoomName.IsValid(text[(TenantId.TextLength + 3)..]))
        {
            return new RoomKey(tenant, mode, grainKey[(TenantId.TextLength + 3)..]);
        }

        throw new FormatException($"'{grainKey}' is not the key of a room's grain.");
    }

    /// <summary><c>ten_…/l/name</c>: a room name holds no slash, so the parts never run together.</summary>
    public override string ToString() => $"{Tenant}/{Mode.Letter()}/{Name}";
}
