namespace RelayKit.LiveKit;

/// <summary>
/// A room that lives on LiveKit. In webhooks about tracks and recordings LiveKit fills only <see cref="Sid"/> and <see cref="Name"/>.
/// </summary>
public sealed record LiveKitRoom
{
    /// <summary>LiveKit's id of this life of the room (<c>RM_…</c>): new each time a room of that name comes to life.</summary>
    public required string Sid { get; init; }

    /// <summary>The name under which every call finds the room.</summary>
    public required string Name { get; init; }

    /// <summary>When this life began by LiveKit's clock: to the millisecond when the server tells it, else to the second. Null when not told.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>How long the room stays when nobody has joined yet.</summary>
    public TimeSpan EmptyTimeout { get; init; }

    /// <summary>How long the room stays after the last one left.</summary>
    public TimeSpan DepartureTimeout { get; init; }

    /// <summary>How many may be in the room; 0 is no limit.</summary>
    public int MaxParticipants { get; init; }

    /// <summary>Free text that everybody in the room can read; empty when there is none.</summary>
    public string Metadata { get; init; } = "";

    /// <summary>How many are in the room, agents and recorders not counted. LiveKit refreshes it at most every 5 s, so it lags.</summary>
    public int NumParticipants { get; init; }

    /// <summary>Whether a recorder is in the room.</summary>
    public bool ActiveRecording { get; init; }
}
