using System.Collections.ObjectModel;

namespace RelayKit.Client;

/// <summary>One connection of one identity.</summary>
public sealed record ParticipantSession
{
    /// <summary><c>psn_…</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>LiveKit's sid of it: <c>PA_…</c>.</summary>
    public string LivekitSid { get; init; } = "";

    /// <summary>Who it was, in the tenant's words.</summary>
    public string Identity { get; init; } = "";

    /// <summary>Display name; may be empty.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>standard</c>, <c>sip</c>, <c>ingress</c>, <c>egress</c> or <c>agent</c>.</summary>
    public ParticipantKind Kind { get; init; }

    /// <summary>When its media was connected, by LiveKit's clock.</summary>
    public DateTimeOffset JoinedAt { get; init; }

    /// <summary>When it ended; null while it lasts.</summary>
    public DateTimeOffset? LeftAt { get; init; }

    /// <summary>How long it lasted; null while it lasts.</summary>
    public long? DurationMs { get; init; }

    /// <summary>LiveKit's reason for the end, in lower case; null while it lasts, and where no leave told of it.</summary>
    public string? DisconnectReason { get; init; }

    /// <summary>Whether it rests on a look at LiveKit, since a webhook was missing.</summary>
    public bool Reconciled { get; init; }

    /// <summary>What it rests on: <c>confirmed</c>, <c>reconciled</c> or <c>presumed</c>.</summary>
    public Evidence Evidence { get; init; }

    /// <summary>By which its usage is added up: the room's labels and those of its token.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
