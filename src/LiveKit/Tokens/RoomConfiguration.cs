namespace RelayKit.LiveKit;

/// <summary>
/// What a room is to be if a join with this token brings it to life (claim <c>roomConfig</c>). Recordings are left out on purpose:
/// they carry credentials for storage, and anybody who holds a token can read it.
/// </summary>
public sealed record RoomConfiguration
{
    /// <summary>Name of the configuration.</summary>
    public string? Name { get; init; }

    /// <summary>How long the room stays when nobody has joined yet; null or zero is the server's default.</summary>
    public TimeSpan? EmptyTimeout { get; init; }

    /// <summary>How long the room stays after the last one left; null or zero is the server's default.</summary>
    public TimeSpan? DepartureTimeout { get; init; }

    /// <summary>How many may be in the room; 0 is no limit.</summary>
    public int MaxParticipants { get; init; }

    /// <summary>Free text that everybody in the room can read.</summary>
    public string? Metadata { get; init; }

    /// <summary>Whether receivers keep one publisher's sound and pictures in step at the price of delay.</summary>
    public bool SyncStreams { get; init; }

    /// <summary>Agents that join the room of themselves.</summary>
    public IReadOnlyList<AgentDispatch> Agents { get; init; } = [];

    /// <summary>Tags of the room (LiveKit Cloud).</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

/// <summary>An agent that is to join a room.</summary>
/// <param name="AgentName">Name under which the agent's workers have registered.</param>
/// <param name="Metadata">Free text for the agent.</param>
public sealed record AgentDispatch(string AgentName, string? Metadata = null);
