using RelayKit.Labels;

namespace RelayKit.Rooms;

/// <summary>What a tenant decides about a room. LiveKit's own defaults stand where a value is null.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.RoomSettings")]
public sealed record RoomSettings
{
    /// <summary>How many may be in the room at once, agents and recorders not counted; null for no limit.</summary>
    [Id(0)]
    public int? MaxParticipants { get; init; }

    /// <summary>Seconds after which a room that nobody has joined closes; LiveKit's default is 300.</summary>
    [Id(1)]
    public int? EmptyTimeoutSeconds { get; init; }

    /// <summary>Seconds after which a room closes when the last one has left; LiveKit's default is 20.</summary>
    [Id(2)]
    public int? DepartureTimeoutSeconds { get; init; }

    /// <summary>Free text for the tenant's apps, up to 64 KiB in UTF-8; delivered by LiveKit to everybody in the room.</summary>
    [Id(3)]
    public string? Metadata { get; init; }

    /// <summary>By which usage is added up.</summary>
    [Id(4)]
    public LabelSet Labels { get; init; } = LabelSet.Empty;

    /// <summary>When it is open, how long anybody may stay, and how much it may use; null for no rules.</summary>
    [Id(5)]
    public RoomRules? Rules { get; init; }

    /// <summary>How each session is recorded without being asked for; null when none is.</summary>
    [Id(6)]
    public RoomRecording? Recording { get; init; }
}
