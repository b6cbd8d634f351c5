namespace RelayKit.Client;

/// <summary>Limits that one side has set.</summary>
public sealed record TenantLimits
{
    /// <summary>Participants that are connected at once; null for no limit.</summary>
    public int? Participants { get; init; }

    /// <summary>Rooms that are live at once; null for no limit.</summary>
    public int? LiveRooms { get; init; }

    /// <summary>Participants in any one room at once; null for no limit.</summary>
    public int? ParticipantsPerRoom { get; init; }
}
