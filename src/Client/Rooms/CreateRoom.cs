namespace RelayKit.Client;

/// <summary>Asks for a room. What is left out is as the tenant's <c>room_defaults</c> say, else not limited.</summary>
public sealed record CreateRoom
{
    /// <summary>1 to 128 of <c>A-Z a-z 0-9 . _ : -</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How many may be in it at once, agents and recorders not counted: 1 to 100,000.</summary>
    public int? MaxParticipants { get; init; }

    /// <summary>After how many seconds it closes when nobody has joined, 1 to 86,400; LiveKit's default is 300.</summary>
    public int? EmptyTimeoutSeconds { get; init; }

    /// <summary>After how many seconds it closes when the last one has left, 1 to 86,400; LiveKit's default is 20.</summary>
    public int? DepartureTimeoutSeconds { get; init; }

    /// <summary>Free text for the tenant's apps, up to 64 KiB; everybody in the room can read it.</summary>
    public string? Metadata { get; init; }

    /// <summary>Up to 8 names with values, by which usage is added up.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>No join token is minted before.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>No join token is minted from then on.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether the session that goes on at <c>expires_at</c> is ended; left out, it is.</summary>
    public bool? EndAtExpiry { get; init; }

    /// <summary>After how many seconds a session is ended, 60 to 2,592,000 (30 days).</summary>
    public int? MaxSessionSeconds { get; init; }

    /// <summary>After how many seconds a participant's connection is ended, 60 to 2,592,000.</summary>
    public int? MaxParticipantSeconds { get; init; }

    /// <summary>After how many seconds a session is ended in which one person has been alone, 5 to 86,400.</summary>
    public int? SoloTimeoutSeconds { get; init; }

    /// <summary>After how many seconds a session is ended in which nobody has published anything, 5 to 86,400.</summary>
    public int? IdleTimeoutSeconds { get; init; }

    /// <summary>What the room may use in a billing period.</summary>
    public Budget? Budget { get; init; }

    /// <summary>What one session may use.</summary>
    public Budget? SessionBudget { get; init; }

    /// <summary>That each session is recorded from its first track on, and how.</summary>
    public RoomRecording? Record { get; init; }
}
