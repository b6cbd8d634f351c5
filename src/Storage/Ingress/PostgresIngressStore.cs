using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Npgsql;
using RelayKit.Ingress;
using RelayKit.Rooms;
using RelayKit.Storage.Ledger;
using RelayKit.Tenants;

namespace RelayKit.Storage.Ingress;

/// <summary>What compares LiveKit with the rows of all tenants acts as <c>relaykit_jobs</c>; all else is the tenant's own.</summary>
internal sealed class PostgresIngressStore(PostgresDataSources sources) : IIngressStore
{
    private const string SelectOne = $"select {IngressColumns.All} from ingresses i where i.tenant_id = $1 and i.mode = $2 and i.ingress_id = $3";

    /// <summary>Those who add to one tenant and mode wait for each other, so that none is counted past.</summary>
    private const string Lock = "select pg_advisory_xact_lock(hashtextextended('ingresses/' || $1::text || '/' || $2, 0))";

    private const string Count =
        """
        select count(*) as many from ingresses
        where tenant_id = $1 and mode = $2 and deleted_at is null and not (kind = 'url' and status in ('complete', 'error'))
        """;

    /// <summary>Says how many there were, and nothing when there was room for one more.</summary>
    private const string Insert =
        $"""
        with used as ({Count}), added as (
            insert into ingresses (tenant_id, mode, ingress_id, room, kind, identity, name, source_url, enable_transcoding, livekit_cluster, phase,
                                   livekit_id, url, status, started_at_ms, ended_at_ms, error, created_at, asked_at, deleted_at, version)
            select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21 from used where many < $22
            returning 1)
        select many from used where not exists (select from added)
        """;

    private const string Update =
        """
        update ingresses set room = $4, kind = $5, identity = $6, name = $7, source_url = $8, enable_transcoding = $9, livekit_cluster = $10, phase = $11,
                             livekit_id = $12, url = $13, status = $14, started_at_ms = $15, ended_at_ms = $16, error = $17, created_at = $18,
                             asked_at = $19, deleted_at = $20, version = $21
        where tenant_id = $1 and mode = $2 and ingress_id = $3 and version = $21 - 1
        """;

    private const string Delete = "delete from ingresses where tenant_id = $1 and mode = $2 and ingress_id = $3";

    private const string SelectOfRoom =
        "select tenant_id, mode, ingress_id from ingresses where tenant_id = $1 and mode = $2 and room = $3 and deleted_at is null";

    private const string SelectOfCluster = "select tenant_id, mode, ingress_id from ingresses where livekit_cluster = $1";

    private const string DeleteGone = "delete from ingresses where phase = 3 and deleted_at < $1";

    public async Task<IngressRecord?> FindAsync(IngressKey key, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        batch.BatchCommands.Add(Keyed(SelectOne, key));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? IngressColumns.Read(reader) : null;
    }

    public async Task<long?> AddAsync(IngressRecord record, long most, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(record.Key.Tenant);
        var wait = new NpgsqlBatchCommand(Lock);
        WriteOwner(wait.Parameters, record.Key.Tenant, record.Key.Mode);
        batch.BatchCommands.Add(wait);
        var insert = new NpgsqlBatchCommand(Insert);
        IngressColumns.Add(insert.Parameters, record);
        insert.Parameters.AddWithValue(most);
        batch.BatchCommands.Add(insert);
        try
        {
            await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
            await reader.NextResultAsync(cancellation);
            return await reader.ReadAsync(cancellation) ? reader.GetInt64(0) : null;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new InvalidOperationException($"There is an ingress {record.Key} already.", taken);
        }
    }

    public async Task<long> CountAsync(TenantId tenant, Mode mode, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        var count = new NpgsqlBatchCommand(Count);
        WriteOwner(count.Parameters, tenant, mode);
        batch.BatchCommands.Add(count);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return reader.GetInt64(0);
    }

    public async Task<bool> SaveAsync(IngressRecord record, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(record.Key.Tenant);
        var update = new NpgsqlBatchCommand(Update);
        IngressColumns.Add(update.Parameters, record);
        batch.BatchCommands.Add(update);
        await batch.ExecuteNonQueryAsync(cancellation);
        return update.RecordsAffected == 1;
    }

    public async Task RemoveAsync(IngressKey key, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        batch.BatchCommands.Add(Keyed(Delete, key));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    public async Task<IngressPage> ListAsync(IngressListQuery query, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(query.Tenant);
        batch.BatchCommands.Add(SelectPage(query));
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        var found = ImmutableArray.CreateBuilder<IngressRecord>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(IngressColumns.Read(reader));
        }

        var all = found.DrainToImmutable();
        return all.Length <= query.Limit ? new IngressPage(all, null) : new IngressPage(all[..^1], all[^2].Key.Id);
    }

    public async Task<ImmutableArray<IngressKey>> ListOfRoomAsync(RoomKey room, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(room.Tenant);
        var select = new NpgsqlBatchCommand(SelectOfRoom);
        select.Parameters.AddWithValue(room.Tenant.Value);
        select.Parameters.AddWithValue(ModeColumn.Of(room.Mode));
        select.Parameters.AddWithValue(room.Name);
        batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return await ReadKeysAsync(reader, cancellation);
    }

    public async Task<ImmutableArray<IngressKey>> ListOfClusterAsync(string cluster, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(SelectOfCluster);
        command.Parameters.AddWithValue(cluster);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await ReadKeysAsync(reader, cancellation);
    }

    public async Task RemoveGoneAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(DeleteGone);
        command.Parameters.AddWithValue(before);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Only what was asked for is in the statement. An ingress's id begins with the time that it was made at.</summary>
    private static NpgsqlBatchCommand SelectPage(IngressListQuery query)
    {
        var select = new NpgsqlBatchCommand();
        var where = new StringBuilder("i.tenant_id = $1 and i.mode = $2 and i.deleted_at is null");
        select.Parameters.AddWithValue(query.Tenant.Value);
        select.Parameters.AddWithValue(ModeColumn.Of(query.Mode));
        void And(string condition, object value)
        {
            select.Parameters.AddWithValue(value);
            where.Append(CultureInfo.InvariantCulture, $" and {condition} ${select.Parameters.Count}");
        }

        if (query.Room is { } room)
        {
            And("i.room =", room);
        }

        if (query.Before is { } before)
        {
            And("i.ingress_id <", before);
        }

        select.Parameters.AddWithValue(query.Limit + 1);
        select.CommandText = $"select {IngressColumns.All} from ingresses i where {where} order by i.ingress_id desc limit ${select.Parameters.Count}";
        return select;
    }

    private static async Task<ImmutableArray<IngressKey>> ReadKeysAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var keys = ImmutableArray.CreateBuilder<IngressKey>();
        while (await reader.ReadAsync(cancellation))
        {
            keys.Add(IngressColumns.ReadKey(reader));
        }

        return keys.DrainToImmutable();
    }

    private static void WriteOwner(NpgsqlParameterCollection to, TenantId tenant, Mode mode)
    {
        to.AddWithValue(tenant.Value);
        to.AddWithValue(ModeColumn.Of(mode));
    }

    private static NpgsqlBatchCommand Keyed(string sql, IngressKey key)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddWithValue(key.Tenant.Value);
        command.Parameters.AddWithValue(ModeColumn.Of(key.Mode));
        command.Parameters.AddWithValue(key.Id);
        return command;
    }
}
