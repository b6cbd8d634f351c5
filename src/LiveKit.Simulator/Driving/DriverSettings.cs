using RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit.Simulator.Driving;

/// <summary>What a driver is to play.</summary>
internal sealed record DriverSettings
{
    /// <summary>From 0; the same seed meets the same node with the same acts.</summary>
    public required int Seed { get; init; }

    /// <summary>LiveKit's names of the rooms.</summary>
    public required IReadOnlyList<string> Rooms { get; init; }

    /// <summary>How many there are in a room when it is neither filling nor emptying.</summary>
    public int ParticipantsPerRoom { get; init; } = 5;

    /// <summary>Decisions a second, over all rooms; what follows from one, such as coming back, is not counted.</summary>
    public double EventsPerSecond { get; init; } = 5;

    /// <summary>Shares of the kinds that people are of, relative to each other.</summary>
    public IReadOnlyDictionary<ParticipantInfo.Types.Kind, double> Kinds { get; init; } =
        new Dictionary<ParticipantInfo.Types.Kind, double> { [ParticipantInfo.Types.Kind.Standard] = 1 };

    /// <summary>How often a node dies, on average.</summary>
    public double CrashesPerMinute { get; init; }

    /// <summary>How often a room moves to the other node, on average.</summary>
    public double MovesPerMinute { get; init; }

    /// <summary>Of rooms that its people open, seconds; 0 leaves LiveKit's own.</summary>
    public uint DepartureTimeoutSeconds { get; init; }

    /// <summary>Of rooms that its people open and where none of them ever connects, seconds; 0 leaves LiveKit's own.</summary>
    public uint EmptyTimeoutSeconds { get; init; }

    /// <summary>Decisions after which it stops by itself; null for never.</summary>
    public long? StopAfterEvents { get; init; }
}
