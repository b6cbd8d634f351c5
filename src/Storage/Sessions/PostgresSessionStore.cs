using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Npgsql;
using RelayKit.Identifiers;
using RelayKit.Ledger;
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
