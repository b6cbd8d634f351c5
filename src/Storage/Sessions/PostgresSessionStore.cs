using System.Collections.Immutable;
using Npgsql;
using RelayKit.Ledger;
using RelayKit.Sessions;
using RelayKit.Tenants;

namespace RelayKit.Storage.Sessions;

internal sealed class PostgresSessionStore(PostgresDataSources sources, TimeProvider time) : ISessionStore
{
    private const string SelectPage =
        $"""
        select {SessionColumns.Session} from sessions s
        where s.tenant_id = $1 and s.mode = $2
          and ($3::text is null or s.room = $3)
          and ($4::bigint is null or s.started_at_ms >= $4)
          and ($5::bigint is null or s.started_at_ms < $5)
          and ($6::uuid is null or s.session_id < $6)
        order by s.session_id desc
        limit $7
        """;

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
        var select = new NpgsqlBatchCommand(SelectPage);
        select.Parameters.AddWithValue(query.Tenant.Value);
        select.Parameters.AddWithValue(query.Mode.Letter().ToString());
        select.Parameters.AddNullable(query.Room);
        select.Parameters.AddNullable(query.FromMs);
        select.Parameters.AddNullable(query.ToMs);
        select.Parameters.AddNullable(query.Before);
        select.Parameters.AddWithValue(query.Limit + 1);
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        var sessions = new List<(string, SessionRow)>();
        while (await reader.ReadAsync(cancellation))
        {
            sessions.Add((reader.GetString(SessionColumns.RoomOrdinal), SessionColumns.ReadSession(reader)));
        }

        return sessions;
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
