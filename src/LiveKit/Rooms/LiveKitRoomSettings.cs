namespace RelayKit.LiveKit;

/// <summary>What a room is to be when it comes to life. LiveKit reads these only then.</summary>
public sealed record LiveKitRoomSettings
{
    /// <summary>LiveKit room name, case-sensitive, 1 to 256 bytes of UTF-8.</summary>
    public required string Name { get; init; }

    /// <summary>Name of a room configuration in the server's own configuration, whose values fill what is left out here.</summary>
    public string? Preset { get; init; }

    /// <summary>
    /// How long the room stays when nobody has joined yet. Parts of a second are rounded up; null or zero is the server's default (5 min).
    /// </summary>
    public TimeSpan? EmptyTimeout { get; init; }

    /// <summary>
    /// How long the room stays after the last one left. Parts of a second are rounded up; null or zero is the server's default (20 s).
    /// </summary>
    public TimeSpan? DepartureTimeout { get; init; }

    /// <summary>How many may be in the room, agents and recorders not counted. 0 is no limit.</summary>
    public int MaxParticipants { get; init; }

    /// <summary>Free text that everybody in the room can read, up to 512 KiB.</summary>
    public string? Metadata { get; init; }
}
