using System.Collections.Immutable;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.Ledger;

/// <summary>What one event, or one look at LiveKit, changed: rows that are committed together or not at all.</summary>
public sealed record LedgerEntry
{
    /// <summary>The room that it happened in; gives the rows their tenant, mode and room name.</summary>
    public required RoomKey Room { get; init; }

    /// <summary>Events that are of no room.</summary>
    public static LedgerEntry OfTenant(TenantId tenant, Mode mode, ImmutableArray<EventRow> events) =>
        new() { Room = new RoomKey(tenant, mode, NoRoom), Events = events };

    private const string NoRoom = "-";

    /// <summary>
    /// The session that the writer takes to be open and in the ledger already; null when this entry brings it, or its end is known.
    /// The ledger refuses the entry if another writer has ended that session: the room's grain reads it anew and decides again.
    /// </summary>
    public Guid? OpenSession { get; init; }

    /// <summary>The session, when it is new or its end became known; null when it did not change.</summary>
    public SessionRow? Session { get; init; }

    /// <summary>The participant that changed, if one did.</summary>
    public ParticipantRow? Participant { get; init; }

    /// <summary>Those of whom a look at LiveKit changed something.</summary>
    public ImmutableArray<ParticipantRow> LookedParticipants { get; init; } = [];

    /// <summary>
    /// Whether an end was replaced by a later one, or taken back: of two lines the meter takes that with the earlier ends for the newer
    /// one, so it has to read the ledger again.
    /// </summary>
    public bool MovesEndLater { get; init; }

    /// <summary>What the tenant's event log gains, in order.</summary>
    public ImmutableArray<EventRow> Events { get; init; } = [];
}
