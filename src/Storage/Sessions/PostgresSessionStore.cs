using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Npgsql;
using RelayKit.Identifiers;
using RelayKit.Ledger;
using RelayKit.Rooms;
using RelayKit.Sessions;
using RelayKit.Tenants;

namespace RelayKit.Storage.Sessions;

internal sealed class PostgresSessionStore(PostgresDataSources sources, TimeProvider time) : ISessionStore
{
    private const string SelectParticipants =
        $"""
        select {SessionColumns.Participant} from participant_sessions p
        where p.tenant_id = $1 and p.session_id = any($2)
        order by p.joined_at_ms, p.participant_session_id
        """;

    private const string AfterDeparted = "and s.session_id <= $5 and (p.session_id, p.participant_session_id) < ($5, $6)";

    /// <summary>Sessions are walked from the newest, and no further than the page is long.</summary>
    private static string SelectDeparted(string after) =>
        $"""
        select {SessionColumns.Participant} from sessions s join participant_sessions p using (tenant_id, session_id)
        where s.tenant_id = $1 and s.mode = $2 and s.room = $3 and p.left_at_ms is not null {after}
        order by p.session_id desc, p.participant_session_id desc limit $4
        """;

    private const string SelectOne =
        $"select {SessionColumns.Session} from sessions s where s.tenant_id = $1 and s.session_id = $2 and s.mode = $3";

    public async Task<SessionPage> ListAsync(SessionListQuery query, CancellationToken cancellation)
    {
        var sessions = await ReadPageAsync(query, cancellation);
        var more = sessions.Count > query.Limit;
        if (more)
        {
            sessions.RemoveAt(sessions.Count - 1);
        }

        var participants = await ReadParticipantsAsync(query.Tenant, [.. sessions.Select(s => s.Session.Id)], cancellation);
        return new SessionPage(
            [.. sessions.Select(s => Summarise(s.Room, s.Session, participants[s.Session.Id]))],
            more ? sessions[^1].Session.Id : null);
    }

    public async Task<SessionDetail?> GetAsync(TenantId tenant, Mode mode, Guid sessionId, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        var select = new NpgsqlBatchCommand(SelectOne);
        select.Parameters.AddWithValue(tenant.Value);
        select.Parameters.AddWithValue(sessionId);
        select.Parameters.AddWithValue(mode.Letter().ToString());
        batch.BatchCommands.Add(select);
        (string Room, SessionRow Session) found;
        await using (var reader = await batch.ExecuteTenantReaderAsync(cancellation))
        {
            if (!await reader.ReadAsync(cancellation))
            {
                return null;
            }

            found = (reader.GetString(SessionColumns.RoomOrdinal), SessionColumns.ReadSession(reader));
        }

        var participants = (await ReadParticipantsAsync(tenant, [sessionId], cancellation))[sessionId].ToImmutableArray();
        return new SessionDetail(Summarise(found.Room, found.Session, participants), participants);
    }

    public async Task<ParticipantPage> ListDepartedAsync(RoomKey room, int limit, ParticipantCursor? after, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(room.Tenant);
        var select = new NpgsqlBatchCommand(after is null ? SelectDeparted(string.Empty) : SelectDeparted(AfterDeparted));
        select.Parameters.AddWithValue(room.Tenant.Value);
        select.Parameters.AddWithValue(room.Mode.Letter().ToString());
        select.Parameters.AddWithValue(room.Name);
        select.Parameters.AddWithValue(limit + 1);
        if (after is not null)
        {
            select.Parameters.AddWithValue(after.SessionId);
            select.Parameters.AddWithValue(after.ParticipantId);
        }

        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        var participants = ImmutableArray.CreateBuilder<ParticipantRow>();
        while (await reader.ReadAsync(cancellation))
        {
            participants.Add(SessionColumns.ReadParticipant(reader));
        }

        if (participants.Count <= limit)
        {
            return new ParticipantPage(participants.DrainToImmutable(), null);
        }

        participants.RemoveAt(participants.Count - 1);
        var last = participants[^1];
        return new ParticipantPage(participants.DrainToImmutable(), new ParticipantCursor(last.SessionId, last.Id));
    }

    private async Task<List<(string Room, SessionRow Session)>> ReadPageAsync(SessionListQuery query, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(query.Tenant);
        var select = SelectPage(query);
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        var sessions = new List<(string, SessionRow)>();
        while (await reader.ReadAsync(cancellation))
        {
            sessions.Add((reader.GetString(SessionColumns.RoomOrdinal), SessionColumns.ReadSession(reader)));
        }

        return sessions;
    }

    /// <summary>
    /// Only what was asked for is in the statement, so that each bound is one of the index, which an "or null" is not. A session's id
    /// begins with its start, so bounds of time are bounds of ids as well, and leave whole months out.
    /// </summary>
    private static NpgsqlBatchCommand SelectPage(SessionListQuery query)
    {
        var select = new NpgsqlBatchCommand();
        var where = new StringBuilder("s.tenant_id = $1 and s.mode = $2");
        select.Parameters.AddWithValue(query.Tenant.Value);
        select.Parameters.AddWithValue(query.Mode.Letter().ToString());
        void And(string column, string comparison, object value)
        {
            select.Parameters.AddWithValue(value);
            where.Append(CultureInfo.InvariantCulture, $" and s.{column} {comparison} ${select.Parameters.Count}");
        }

        if (query.Room is { } room)
        {
            And("room", "=", room);
        }

        if (query.FromMs is { } fromMs)
        {
            And("started_at_ms", ">=", fromMs);
            And("session_id", ">=", FactId.Lowest(fromMs));
        }

        if (query.ToMs is { } toMs)
        {
            And("started_at_ms", "<", toMs);
            And("session_id", "<", FactId.Lowest(toMs));
        }

        if (query.Before is { } before)
        {
            And("session_id", "<", before);
        }

        select.Parameters.AddWithValue(query.Limit + 1);
        select.CommandText =
            $"select {SessionColumns.Session} from sessions s where {where} order by s.session_id desc limit ${select.Parameters.Count}";
        return select;
    }

    private async Task<ILookup<Guid, ParticipantRow>> ReadParticipantsAsync(
        TenantId tenant, Guid[] sessions, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        var select = new NpgsqlBatchCommand(SelectParticipants);
        select.Parameters.AddWithValue(tenant.Value);
        select.Parameters.AddWithValue(sessions);
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        var participants = new List<ParticipantRow>();
        while (await reader.ReadAsync(cancellation))
        {
            participants.Add(SessionColumns.ReadParticipant(reader));
        }

        return participants.ToLookup(participant => participant.SessionId);
    }

    private SessionSummary Summarise(string room, SessionRow session, IEnumerable<ParticipantRow> participants)
    {
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        var known = participants as IReadOnlyCollection<ParticipantRow> ?? [.. participants];
        return new SessionSummary(
            room, session, SessionTotals.ParticipantMs(known, nowMs), SessionTotals.PeakParticipants(known));
    }
}
