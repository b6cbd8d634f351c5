using System.Collections.ObjectModel;

namespace RelayKit.Client;

/// <summary>A room.</summary>
public sealed record Room
{
    /// <summary>The tenant's own name for it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The name that LiveKit knows it by. It changes when the room's tokens are revoked or a rule ends its session.</summary>
    public string LivekitName { get; init; } = "";

    /// <summary><c>idle</c>, <c>live</c> or <c>closed</c>.</summary>
    public RoomStatus Status { get; init; }

    /// <summary>How many are connected, agents and recorders not counted.</summary>
    public int Participants { get; init; }

    /// <summary>The session that goes on; null while it is idle.</summary>
    public string? SessionId { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether it is deleted as soon as the session that goes on has ended.</summary>
    public bool Closing { get; init; }

    /// <summary>How many may be in it at once; null for no limit.</summary>
    public int? MaxParticipants { get; init; }

    /// <summary>After how long it closes when nobody joins; null for LiveKit's default.</summary>
    public int? EmptyTimeoutSeconds { get; init; }

    /// <summary>After how long it closes when the last one has left; null for LiveKit's default.</summary>
    public int? DepartureTimeoutSeconds { get; init; }

    /// <summary>The tenant's free text.</summary>
    public string? Metadata { get; init; }

    /// <summary>By which usage is added up.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>No join token is minted before.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>No join token is minted from then on.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether the session that goes on at <c>expires_at</c> is ended.</summary>
    public bool EndAtExpiry { get; init; }

    /// <summary>After how long a session is ended; null for never.</summary>
    public int? MaxSessionSeconds { get; init; }

    /// <summary>After how long a participant's connection is ended; null for never.</summary>
    public int? MaxParticipantSeconds { get; init; }

    /// <summary>After how long of one person's being alone a session is ended; null for never.</summary>
    public int? SoloTimeoutSeconds { get; init; }

    /// <summary>After how long of nobody's publishing a session is ended; null for never.</summary>
    public int? IdleTimeoutSeconds { get; init; }

    /// <summary>What the room may use in a billing period; null for no budget.</summary>
    public Budget? Budget { get; init; }

    /// <summary>What one session may use; null for no budget.</summary>
    public Budget? SessionBudget { get; init; }

    /// <summary>How each session is recorded; null when none is unless it is asked for.</summary>
    public RoomRecording? Record { get; init; }
}
