using RelayKit.Labels;
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

    /// <summary>
    /// By which its usage is added up: the room's labels and those of its token, as they were when it was first seen. Never changed afterwards.
    /// </summary>
    public LabelSet Labels { get; init; } = LabelSet.Empty;

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

    /// <summary>What looks at LiveKit have added; default when none had to.</summary>
    public Sighting Looks { get; init; }

    /// <summary>What the row rests on, as far as it is known.</summary>
    public Evidence Evidence => EvidenceOf(Connected, JoinEventId is not null, LeaveEventId is not null, Looks);

    /// <summary>What a participant session rests on. The same rule stands in SQL (<c>evidence_of</c>), where roll-ups are kept by it.</summary>
    /// <param name="connected">When it was connected.</param>
    /// <param name="joinTold">Whether LiveKit has told of its join.</param>
    /// <param name="leaveTold">Whether LiveKit has told of its own leave.</param>
    /// <param name="looks">What looks at LiveKit have added.</param>
    public static Evidence EvidenceOf(ConnectedInterval connected, bool joinTold, bool leaveTold, Sighting looks) =>
        leaveTold ? Evidence.Confirmed
        : connected.LeftAtMs is null ? (joinTold ? Evidence.Confirmed : Evidence.Reconciled)
        : looks.EndEstimated ? (connected.DurationMs > 0 ? Evidence.Reconciled : Evidence.Presumed)
        : looks.Revision > 0 && !joinTold ? Evidence.Reconciled
        : Evidence.Presumed;

    /// <summary>
    /// This row with what a later one of the same key adds. A participant may change its name while connected: the name at the
    /// leave is the one that is kept.
    /// </summary>
    public ParticipantRow Merge(ParticipantRow later)
    {
        var (left, looks) = Sighting.Merge(Connected.LeftAtMs, Looks, later.Connected.LeftAtMs, later.Looks);
        return later with
        {
            Id = Id,
            Labels = Labels,
            Name = later.LeaveEventId is not null || LeaveEventId is null ? later.Name : Name,
            Connected = new ConnectedInterval(Math.Min(Connected.JoinedAtMs, later.Connected.JoinedAtMs), left),
            DisconnectReason = DisconnectReason ?? later.DisconnectReason,
            JoinEventId = JoinEventId ?? later.JoinEventId,
            LeaveEventId = LeaveEventId ?? later.LeaveEventId,
            InLedger = InLedger,
            Looks = looks,
        };
    }
}
