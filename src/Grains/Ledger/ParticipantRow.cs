using RelayKit.Usage;

namespace RelayKit.Ledger;

/// <summary>
/// A participant session as the ledger keeps it: everything known of one connection, not what changed. Writing a row twice,
/// or an older one after a newer, changes nothing, since rows of one key merge (<see cref="ConnectedInterval.Merge"/>).
/// </summary>
public sealed record ParticipantRow
{
    /// <summary>The participant session's id; a row that is already there keeps its own.</summary>
    public required Guid Id { get; init; }

    /// <summary>The session it belongs to; with <see cref="LiveKitSid"/> the key within a tenant.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>LiveKit's participant sid.</summary>
    public required string LiveKitSid { get; init; }

    /// <summary>Who it was, in the tenant's words.</summary>
    public required string Identity { get; init; }

    /// <summary>Display name; may be empty.</summary>
    public required string Name { get; init; }

    /// <summary>How the meter counts it.</summary>
    public required ParticipantClass Class { get; init; }

    /// <summary>When it was connected.</summary>
    public required ConnectedInterval Connected { get; init; }

    /// <summary>LiveKit's reason for the end, lower case; null while connected or when no leave told.</summary>
    public string? DisconnectReason { get; init; }

    /// <summary>LiveKit's id of the event that told of the join, or null as long as only the leave has arrived.</summary>
    public string? JoinEventId { get; init; }

    /// <summary>LiveKit's id of the event that told of the leave, or null while connected and when the end is the session's.</summary>
    public string? LeaveEventId { get; init; }

    /// <summary>
    /// Whether the ledger has a row of this key from an earlier entry: then it is enough to change that row. A wrong answer costs
    /// time and nothing else.
    /// </summary>
    public bool InLedger { get; init; }

    /// <summary>Whether anything of it rests on looking at LiveKit rather than on LiveKit's own word. Set when rows are read.</summary>
    public bool Reconciled { get; init; }

    /// <summary>
    /// This row with what a later one of the same key adds. A participant may change its name while connected: the name at the
    /// leave is the one that is kept.
    /// </summary>
    public ParticipantRow Merge(ParticipantRow later) => later with
    {
        Id = Id,
        Name = later.LeaveEventId is not null || LeaveEventId is null ? later.Name : Name,
        Connected = Connected.Merge(later.Connected),
        DisconnectReason = DisconnectReason ?? later.DisconnectReason,
        JoinEventId = JoinEventId ?? later.JoinEventId,
        LeaveEventId = LeaveEventId ?? later.LeaveEventId,
        InLedger = InLedger,
    };
}
