namespace RelayKit.Client;

/// <summary>What would come of creating a room.</summary>
public sealed record RoomDryRun
{
    /// <summary>Whether it would succeed now.</summary>
    public bool Allowed { get; init; }

    /// <summary>The code that it would be refused with; null when it would succeed.</summary>
    public string? Code { get; init; }

    /// <summary>Why it would be refused; null when it would succeed.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether the room is there already, with the same settings or others.</summary>
    public bool Exists { get; init; }

    /// <summary>A room.</summary>
    public Room Effective { get; init; } = new();
}
