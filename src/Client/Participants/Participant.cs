using System.Collections.ObjectModel;

namespace RelayKit.Client;

/// <summary>Somebody in a room, or who has been.</summary>
public sealed record Participant
{
    /// <summary><c>psn_…</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>LiveKit's sid of the connection: <c>PA_…</c>.</summary>
    public string LivekitSid { get; init; } = "";

    /// <summary>Who it is, in the tenant's words.</summary>
    public string Identity { get; init; } = "";

    /// <summary>Display name; may be empty.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>standard</c>, <c>sip</c>, <c>ingress</c>, <c>egress</c> or <c>agent</c>.</summary>
    public ParticipantKind Kind { get; init; }

    /// <summary><c>connected</c> or <c>disconnected</c>.</summary>
    public ParticipantStatus Status { get; init; }

    /// <summary>When its media was connected, by LiveKit's clock.</summary>
    public DateTimeOffset JoinedAt { get; init; }

    /// <summary>When it left; null while it is connected.</summary>
    public DateTimeOffset? LeftAt { get; init; }

    /// <summary>The session that it is or was in: one life of the room.</summary>
    public string? SessionId { get; init; }

    /// <summary>LiveKit's reason for the end, in lower case; null while it is connected, and where no leave told of it.</summary>
    public string? DisconnectReason { get; init; }

    /// <summary>By which its usage is added up: the room's labels and those of its token.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
