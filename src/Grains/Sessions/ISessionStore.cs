using System.Collections.Immutable;
using RelayKit.Ledger;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.Sessions;

/// <summary>Where the history of sessions is read. Every call sees the rows of one tenant only.</summary>
public interface ISessionStore
{
    /// <summary>Lists sessions, newest first.</summary>
    Task<SessionPage> ListAsync(SessionListQuery query, CancellationToken cancellation);

    /// <summary>Reads one session with its participants; null when the tenant has none of that id in that mode.</summary>
    Task<SessionDetail?> GetAsync(TenantId tenant, Mode mode, Guid sessionId, CancellationToken cancellation);

    /// <summary>Lists who has left a room, the newest session first and in it who joined last.</summary>
    /// <param name="room">The room.</param>
    /// <param name="limit">How many at most, 1 to 100.</param>
    /// <param name="after">Where the page before ended; null for the first.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ParticipantPage> ListDepartedAsync(RoomKey room, int limit, ParticipantCursor? after, CancellationToken cancellation);
}

/// <summary>A page of participants.</summary>
/// <param name="Participants">The participants.</param>
/// <param name="Next">Where the next page begins; null on the last.</param>
public sealed record ParticipantPage(ImmutableArray<ParticipantRow> Participants, ParticipantCursor? Next);

/// <summary>A place in a list of participants: behind this one.</summary>
/// <param name="SessionId">The last one's session.</param>
/// <param name="ParticipantId">The last one's participant session.</param>
public sealed record ParticipantCursor(Guid SessionId, Guid ParticipantId);

/// <summary>Which sessions to list.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Mode">Live or test.</param>
/// <param name="Room">Only of this room, if given.</param>
/// <param name="FromMs">Only those that started at or after this instant, Unix milliseconds, if given.</param>
/// <param name="ToMs">Only those that started before this instant, Unix milliseconds, if given.</param>
/// <param name="Limit">How many at most, 1 to 100.</param>
/// <param name="Before">Where the page before ended: its last session's id; null for the first page.</param>
public sealed record SessionListQuery(TenantId Tenant, Mode Mode, string? Room, long? FromMs, long? ToMs, int Limit, Guid? Before);

/// <summary>A page of sessions.</summary>
/// <param name="Sessions">The sessions, without their participants.</param>
/// <param name="Next">The last session's id, where the next page begins; null on the last page.</param>
public sealed record SessionPage(ImmutableArray<SessionSummary> Sessions, Guid? Next);

/// <summary>A session and what it came to.</summary>
/// <param name="Room">The room's name.</param>
/// <param name="Session">The session.</param>
/// <param name="ParticipantMs">Connected milliseconds of the billed classes; of those still connected, up to the moment of reading.</param>
/// <param name="PeakParticipants">The most who were connected at one time, agents and recorders not counted.</param>
public sealed record SessionSummary(string Room, SessionRow Session, long ParticipantMs, int PeakParticipants);

/// <summary>A session with everybody who was in it.</summary>
/// <param name="Summary">The session.</param>
/// <param name="Participants">Its participants by the time they joined.</param>
public sealed record SessionDetail(SessionSummary Summary, ImmutableArray<ParticipantRow> Participants);
