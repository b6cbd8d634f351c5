using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using RelayKit.Identifiers;
using RelayKit.Privacy;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.Storage.Privacy;

/// <summary>
/// Goes once through a tenant's participant sessions, recordings, events and what was answered to webhooks, in bounded steps: none is kept by identity. Minutes do
/// not change by it, and so no roll-up does: the database compares what was with what is, and finds no difference.
/// </summary>
internal sealed class PostgresEndUserErasure(PostgresDataSources sources, ICertificateKeys keys) : IEndUserErasure
{
    /// <summary>How many rows one statement looks at, whatever it finds.</summary>
    internal const int Stretch = 20_000;

    private const string Columns = "erasure_id, erased_at, counts::text, certificate";

    private const string SelectInLiveSession =
        """
        select exists (
            select from sessions s join participant_sessions p on p.tenant_id = s.tenant_id and p.session_id = s.session_id and p.identity = $2
            where s.tenant_id = $1 and s.ended_at_ms is null)
        """;

    private const string SelectBans = "select mode, room from room_bans where tenant_id = $1 and identity = $2";

    private const string DeleteBans = "delete from room_bans where tenant_id = $1 and identity = $2";

    private const string SelectStretchEnd =
        "select session_id from participant_sessions where tenant_id = $1 and session_id > $2 order by session_id offset $3 limit 1";

    private const string UpdateParticipants =
        """
        update participant_sessions set identity = $3, name = ''
        where tenant_id = $1 and identity = $2 and session_id > $4 and session_id <= $5
        """;

    private const string UpdateRecordings = "update recordings set identity = $3 where tenant_id = $1 and identity = $2";

    private const string SelectAttemptsEnd =
        "select attempt_id from webhook_attempts where tenant_id = $1 and attempt_id > $2 order by attempt_id offset $3 limit 1";

    /// <summary>
    /// Nobody knows what a receiver writes about somebody. So of answers to what told of the person nothing stays, nor of any other that has the identity in it.
    /// </summary>
    private const string UpdateAttempts =
        """
        update webhook_attempts a set response_headers = null, response_body = null
        where a.tenant_id = $1 and a.attempt_id > $3 and a.attempt_id <= $4 and (a.response_body is not null or a.response_headers::text <> '{}')
          and (strpos(lower(a.response_body), lower($2)) > 0 or strpos(lower(a.response_headers::text), lower($2)) > 0
            or exists (select from events e where e.tenant_id = a.tenant_id and e.event_id = a.event_id and e.data->'participant'->>'identity' = $2))
        """;

    private const string SelectEnd = "select coalesce((select last_seq from event_counters where tenant_id = $1), 0)";

    /// <summary>A participant's id and sids stay: they lead to the row that has the pseudonym. Words that were said of the person go.</summary>
    private const string UpdateEvents =
        """
        update events e set data = (
            e.data::jsonb
            || jsonb_build_object('participant', (e.data::jsonb->'participant') || jsonb_build_object('identity', $3::text)
                || case when e.data::jsonb->'participant' ? 'name' then jsonb_build_object('name', '') else '{}' end)
            || case when e.data::jsonb ? 'message' then jsonb_build_object('message', null, 'reason', null) else '{}' end)::json
        where e.tenant_id = $1 and e.seq > $4 and e.seq <= $5 and e.data->'participant'->>'identity' = $2
        """;

    private const string Insert =
        "insert into end_user_erasures (tenant_id, erasure_id, erased_at, counts, certificate) values ($1, $2, $3, $4::jsonb, $5) on conflict do nothing";

    private const string SelectOne = $"select {Columns} from end_user_erasures where tenant_id = $1 and erasure_id = $2";

    private const string SelectPage =
        $"select {Columns} from end_user_erasures where tenant_id = $1 and ($2::uuid is null or erasure_id < $2) order by erasure_id desc limit $3";

    private static readonly Guid Last = new("ffffffff-ffff-ffff-ffff-ffffffffffff");

    public async Task<bool> IsInLiveSessionAsync(TenantId tenant, string identity, CancellationToken cancellation)
    {
        await using var command = With(SelectInLiveSession, tenant, identity);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    public async Task<ImmutableArray<RoomKey>> ListBansAsync(TenantId tenant, string identity, CancellationToken cancellation)
    {
        await using var command = With(SelectBans, tenant, identity);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rooms = ImmutableArray.CreateBuilder<RoomKey>();
        while (await reader.ReadAsync(cancellation))
        {
            rooms.Add(new RoomKey(tenant, reader.GetString(0) == "t" ? Mode.Test : Mode.Live, reader.GetString(1)));
        }

        return rooms.DrainToImmutable();
    }

    public async Task<EndUserErased> EraseAsync(TenantId tenant, Guid id, string identity, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await FindAsync(tenant, id, cancellation) is { } already)
        {
            return already;
        }

        // Random, and written nowhere else: nothing leads back from it.
        var pseudonym = PublicId.Format("erased", new Guid(RandomNumberGenerator.GetBytes(16)));
        var counts = ImmutableSortedDictionary<string, long>.Empty
            .Add("participant_sessions", await EraseFromSessionsAsync(tenant, identity, pseudonym, cancellation))
            .Add("recordings", await ExecuteAsync(With(UpdateRecordings, tenant, identity, pseudonym), cancellation))

            // By the events, which still name the person.
            .Add("webhook_attempts", await EraseFromAttemptsAsync(tenant, identity, cancellation))
            .Add("events", await EraseFromEventsAsync(tenant, identity, pseudonym, cancellation))
            .Add("room_bans", await ExecuteAsync(With(DeleteBans, tenant, identity), cancellation));
        var certificate = await keys.SignAsync(ErasureCertificate.OfEndUser(tenant, id, now, counts), cancellation);
        await ExecuteAsync(With(Insert, tenant, id, now, JsonSerializer.Serialize(counts), certificate), cancellation);
        return new EndUserErased(id, now, counts, certificate);
    }

    public async Task<EndUserErased?> FindAsync(TenantId tenant, Guid id, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(SelectOne) { Parameters = { new() { Value = tenant.Value }, new() { Value = id } } });
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader) : null;
    }

    public async Task<ImmutableArray<EndUserErased>> ListAsync(TenantId tenant, int limit, Guid? before, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        var select = new NpgsqlBatchCommand(SelectPage);
        select.Parameters.AddWithValue(tenant.Value);
        select.Parameters.AddNullable(before);
        select.Parameters.AddWithValue(limit);
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        var found = ImmutableArray.CreateBuilder<EndUserErased>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(Read(reader));
        }

        return found.DrainToImmutable();
    }

    private async Task<long> EraseFromSessionsAsync(TenantId tenant, string identity, string pseudonym, CancellationToken cancellation)
    {
        long rows = 0;
        Guid? from = Guid.Empty;
        while (from is { } after)
        {
            await using var select = With(SelectStretchEnd, tenant, after, Stretch);
            var upTo = (Guid?)await select.ExecuteScalarAsync(cancellation);
            rows += await ExecuteAsync(With(UpdateParticipants, tenant, identity, pseudonym, after, upTo ?? Last), cancellation);
            from = upTo;
        }

        return rows;
    }

    private async Task<long> EraseFromAttemptsAsync(TenantId tenant, string identity, CancellationToken cancellation)
    {
        long rows = 0;
        Guid? from = Guid.Empty;
        while (from is { } after)
        {
            await using var select = With(SelectAttemptsEnd, tenant, after, Stretch);
            var upTo = (Guid?)await select.ExecuteScalarAsync(cancellation);
            rows += await ExecuteAsync(With(UpdateAttempts, tenant, identity, after, upTo ?? Last), cancellation);
            from = upTo;
        }

        return rows;
    }

    private async Task<long> EraseFromEventsAsync(TenantId tenant, string identity, string pseudonym, CancellationToken cancellation)
    {
        await using var select = With(SelectEnd, tenant);
        var end = (long)(await select.ExecuteScalarAsync(cancellation))!;
        long rows = 0;
        for (long after = 0; after < end; after += Stretch)
        {
            rows += await ExecuteAsync(With(UpdateEvents, tenant, identity, pseudonym, after, Math.Min(end, after + Stretch)), cancellation);
        }

        return rows;
    }

    private static EndUserErased Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0),
        reader.GetFieldValue<DateTimeOffset>(1),
        JsonSerializer.Deserialize<Dictionary<string, long>>(reader.GetString(2))!.ToImmutableSortedDictionary(StringComparer.Ordinal),
        reader.GetString(3));

    private static async Task<long> ExecuteAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using (command)
        {
            return await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private NpgsqlCommand With(string sql, TenantId tenant, params ReadOnlySpan<object> values)
    {
        var command = sources.Jobs.CreateCommand(sql);
        command.Parameters.AddWithValue(tenant.Value);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return command;
    }
}
