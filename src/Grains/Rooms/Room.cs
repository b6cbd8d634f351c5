namespace RelayKit.Rooms;

/// <summary>A room and what is going on in it, as of the moment it was asked for.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.Room")]
public sealed partial record Room
{
    /// <summary>Which room, and its name in LiveKit.</summary>
    [Id(0)]
    public required LiveKitRoomName LiveKitName { get; init; }

    /// <summary>What the tenant decided.</summary>
    [Id(1)]
    public required RoomSettings Settings { get; init; }

    /// <summary>Whether it is in use.</summary>
    [Id(2)]
    public required RoomStatus Status { get; init; }

    /// <summary>How many are connected, agents and recorders not counted.</summary>
    [Id(3)]
    public required int Participants { get; init; }

    /// <summary>The session that goes on, or null.</summary>
    [Id(4)]
    public required Guid? SessionId { get; init; }

    /// <summary>When the room was created.</summary>
    [Id(5)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The LiveKit cluster that it lives on.</summary>
    [Id(6)]
    public required string LiveKitCluster { get; init; }

    /// <summary>Whether it is deleted as soon as the session that goes on has ended. Number 7 is taken by the build that plays the next release in tests.</summary>
    [Id(8)]
    public bool IsClosing { get; init; }
}

/// <summary>Whether a room is in use.</summary>
[GenerateSerializer, Alias("RelayKit.RoomStatus")]
public enum RoomStatus
{
    /// <summary>It exists and LiveKit has no session of it.</summary>
    Idle = 0,

    /// <summary>A session goes on.</summary>
    Live = 1,

    /// <summary>It was deleted.</summary>
    Closed = 2,
}
