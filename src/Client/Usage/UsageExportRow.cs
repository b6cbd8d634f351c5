using System.Collections.ObjectModel;

namespace RelayKit.Client;

/// <summary>One participant session of an export: all that a bill rests on, so that it can be added up again.</summary>
public sealed record UsageExportRow
{
    /// <summary>The session: one life of the room.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>The tenant's own name for the room.</summary>
    public string Room { get; init; } = "";

    /// <summary>LiveKit's sid of the session.</summary>
    public string LivekitRoomSid { get; init; } = "";

    /// <summary>The participant session: one connection of one identity.</summary>
    public string ParticipantSessionId { get; init; } = "";

    /// <summary>LiveKit's sid of the connection.</summary>
    public string LivekitParticipantSid { get; init; } = "";

    /// <summary>Whose it was, in the tenant's words.</summary>
    public string Identity { get; init; } = "";

    /// <summary>The display name; may be empty.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>standard</c>, <c>sip</c>, <c>ingress</c>, <c>egress</c> or <c>agent</c>.</summary>
    public ParticipantKind Kind { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset JoinedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? LeftAt { get; init; }

    /// <summary>All of it, also what lies outside the range; null while it goes on.</summary>
    public long? DurationMs { get; init; }

    /// <summary>What of it lies within the range.</summary>
    public long CountedMs { get; init; }

    /// <summary>What it rests on: <c>confirmed</c>, <c>reconciled</c> or <c>presumed</c>.</summary>
    public Evidence Evidence { get; init; }

    /// <summary>LiveKit's reason for the end; null where none was told.</summary>
    public string? DisconnectReason { get; init; }

    /// <summary>Whether the kind is one that is billed, and so is in <c>participant_ms</c>. In test mode nothing is.</summary>
    public bool Billed { get; init; }

    /// <summary>LiveKit's id of the event that told of the join; null where none did.</summary>
    public string? JoinEventId { get; init; }

    /// <summary>LiveKit's id of the event that told of the leave; null where none did.</summary>
    public string? LeaveEventId { get; init; }

    /// <summary>By which it is added up: the room's labels and those of its token.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
