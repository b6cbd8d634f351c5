using System.Collections.ObjectModel;

namespace RelayKit.LiveKit;

/// <summary>
/// One session of a participant in a room. In webhooks about tracks LiveKit fills only <see cref="Sid"/> and <see cref="Identity"/>.
/// </summary>
public sealed record LiveKitParticipant
{
    /// <summary>LiveKit's id of the session (<c>PA_…</c>): new per connection, kept when a connection is resumed.</summary>
    public required string Sid { get; init; }

    /// <summary>Who it is, from the access token; one session per identity and room at a time.</summary>
    public required string Identity { get; init; }

    /// <summary>Display name; empty when there is none.</summary>
    public string Name { get; init; } = "";

    /// <summary>How far the connection has come.</summary>
    public ParticipantState State { get; init; }

    /// <summary>What kind of client it is. LiveKit does not count agents and recorders as participants.</summary>
    public ParticipantKind Kind { get; init; }

    /// <summary>
    /// When LiveKit accepted the session: to the millisecond when the server tells it, else to the second. Null when not told.
    /// </summary>
    public DateTimeOffset? JoinedAt { get; init; }

    /// <summary>Free text about the participant; empty when there is none.</summary>
    public string Metadata { get; init; } = "";

    /// <summary>Keys and values about the participant.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Why the session ended; <see cref="DisconnectReason.Unknown"/> while it lasts.</summary>
    public DisconnectReason DisconnectReason { get; init; }

    /// <summary>What it may do; null when LiveKit does not tell it.</summary>
    public ParticipantPermissions? Permissions { get; init; }

    /// <summary>The tracks it publishes.</summary>
    public IReadOnlyList<LiveKitTrack> Tracks { get; init; } = [];
}
