using System.Collections.Immutable;
using RelayKit.Rooms;

namespace RelayKit.Ledger;

/// <summary>What one event changed: rows that are committed together or not at all.</summary>
public sealed record LedgerEntry
{
    /// <summary>The room that it happened in; gives the rows their tenant, mode and room name.</summary>
    public required RoomKey Room { get; init; }

    /// <summary>
    /// The session that the writer takes to be open and in the ledger already; null when this entry brings it, or its end is known.
    /// The ledger refuses the entry if another writer has ended that session: the room's grain reads it anew and decides again.
    /// </summary>
    public Guid? OpenSession { get; init; }

    /// <summary>The session, when it is new or its end became known; null when it did not change.</summary>
    public SessionRow? Session { get; init; }

    /// <summary>The participant that changed, if one did.</summary>
    public ParticipantRow? Participant { get; init; }

    /// <summary>What the tenant's event log gains, in order.</summary>
    public ImmutableArray<EventRow> Events { get; init; } = [];
}
