using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Npgsql;
using RelayKit.Accounts;
using RelayKit.ApiKeys;
using RelayKit.Tenants;

namespace RelayKit.Storage.ApiKeys;

/// <summary>Keys are looked up, and their uses written down, as <c>relaykit_jobs</c>: whose they are is what is being asked. All else is the tenant's own.</summary>
internal sealed class PostgresApiKeyStore(PostgresDataSources sources) : IApiKeyStore
{
    private const string Works = "and k.revoked_at is null and k.disabled_at is null";

    private const string LookAfter =
        """
        select exists (select from tenants where tenant_id = $1),
               exists (select from api_keys where tenant_id = $1 and key_id = $2),
               exists (select from api_keys where tenant_id = $1 and key_id = $2 and hash = $3
                       union all select from api_key_replaced_secrets where tenant_id = $1 and key_id = $2 and hash = $3)
        """;

    private const string SelectReplaced =
        """
        select key_id, prefix, last_four, ends_at from api_key_replaced_secrets
        where tenant_id = $1 and ends_at > $2 order by key_id, ends_at
        """;

    private const string Update =
        """
        update api_keys set name = $3, scopes = $4, allowed_ips = $5, points_per_second = $6, points_burst = $7, disabled_at = $8
        where tenant_id = $1 and key_id = $2 and revoked_at is null
        """;

    /// <summary>$3 to $5 the new secret, $6 when the old one ends, $7 now. Without an overlap every older secret ends.</summary>
    private const string Rotate =
        """
        with old as (
            select hash, prefix, last_four from api_keys
            where tenant_id = $1 and key_id = $2 and revoked_at is null and hash <> $3
              and not exists (select from api_key_replaced_secrets where tenant_id = $1 and key_id = $2 and hash = $3)
        ), ended as (
            delete from api_key_replaced_secrets r using old
            where r.tenant_id = $1 and r.key_id = $2 and (r.ends_at <= $7 or $6 <= $7)
        ), kept as (
            insert into api_key_replaced_secrets (tenant_id, key_id, hash, prefix, last_four, ends_at)
            select $1, $2, hash, prefix, last_four, $6 from old where $6 > $7
        )
        update api_keys k set hash = $3, prefix = $4, last_four = $5 from old
        where k.tenant_id = $1 and k.key_id = $2 and k.hash = old.hash
        """;

    private const string Revoke =
        "update api_keys set revoked_at = $3, revoke_reason = $4 where tenant_id = $1 and key_id = $2 and revoked_at is null";

    private const string SelectOfAccount =
        $"select {ApiKeyColumns.All} from api_keys k where k.tenant_id = $1 and k.account_id = $2 and k.revoked_at is null order by k.key_id";

    /// <summary>Rows that another process is writing just now are left to it, so that nobody waits and no two processes wait for each other.</summary>
    private const string NoteUses =
        """
        with due as (
            select k.tenant_id, k.key_id, u.at, u.address, u.agent
            from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[]) as u (tenant_id, key_id, at, address, agent)
            join api_keys k on k.tenant_id = u.tenant_id and k.key_id = u.key_id
            where k.last_used_at is null or k.last_used_at <= u.at - $6::interval
            for no key update of k skip locked
        )
        update api_keys k set last_used_at = d.at, last_used_ip = d.address, last_used_agent = d.agent
        from due d where k.tenant_id = d.tenant_id and k.key_id = d.key_id
        """;

    /// <summary>A personal key may do no more than its account may now, whatever the account might when it made the key.</summary>
    private const string RoleOfOwner = "(select a.role from accounts a where k.kind = 'p' and a.tenant_id = k.tenant_id and a.account_id = k.account_id)";

    private static readonly string FindWorking = SelectByHash(Works);

    private static readonly string FindAny = SelectByHash("");

    public async Task<AddedApiKey> AddAsync(ApiKey key, byte[] hash, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        batch.BatchCommands.Add(ApiKeyColumns.InsertOf(key, hash));
        var look = Add(batch, LookAfter, key.Tenant, key.Id);
        look.AddWithValue(hash);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var (hasTenant, hasId, hasKey) = (reader.GetBoolean(0), reader.GetBoolean(1), reader.GetBoolean(2));
        return hasKey ? AddedApiKey.Added
            : hasId ? throw new InvalidOperationException($"{key.Tenant} has another key under the id {key.Id}.")
            : hasTenant ? AddedApiKey.TooMany
            : AddedApiKey.NoTenant;
    }

    public Task<ApiKey?> FindAsync(byte[] hash, CancellationToken cancellation) => FindAsync(FindWorking, hash, cancellation);

    public Task<ApiKey?> FindInAnyStateAsync(byte[] hash, CancellationToken cancellation) => FindAsync(FindAny, hash, cancellation);

    public async Task<ApiKey?> GetAsync(TenantId tenant, Guid key, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        Add(batch, $"select {ApiKeyColumns.All} from api_keys k where k.tenant_id = $1 and k.key_id = $2", tenant, key);
        AddSelectReplaced(batch, tenant, now);
        return (await ReadAsync(batch, cancellation)).FirstOrDefault();
    }

    public async Task<ApiKeyPage> ListAsync(ApiKeyListQuery query, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(query.Tenant);
        batch.BatchCommands.Add(SelectPage(query));
        AddSelectReplaced(batch, query.Tenant, query.Now);
        var keys = await ReadAsync(batch, cancellation);
        return keys.Length <= query.Limit ? new ApiKeyPage(keys, null) : new ApiKeyPage(keys[..^1], keys[^2].Id);
    }

    public async Task UpdateAsync(ApiKey key, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        var values = Add(batch, Update, key.Tenant, key.Id);
        values.AddWithValue(key.Name);
        values.AddScopes(key.Scopes);
        values.AddWithValue(key.AllowedIps.ToArray());
        values.AddNullable(key.RateLimit?.PerSecond);
        values.AddNullable(key.RateLimit?.Burst);
        values.AddNullable(key.DisabledAt);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    public async Task RotateAsync(ApiKey key, byte[] hash, DateTimeOffset oldEndsAt, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(key.Tenant);
        var values = Add(batch, Rotate, key.Tenant, key.Id);
        values.AddWithValue(hash);
        values.AddWithValue(key.Prefix);
        values.AddNullable(key.LastFour);
        values.AddWithValue(oldEndsAt);
        values.AddWithValue(now);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    public async Task RevokeAsync(TenantId tenant, Guid key, string reason, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        var values = Add(batch, Revoke, tenant, key);
        values.AddWithValue(now);
        values.AddWithValue(reason);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    public async Task<ImmutableArray<ApiKey>> ListOfAccountAsync(TenantId tenant, Guid account, CancellationToken cancellation)
    {
        await using var batch = sources.App.CreateTenantBatch(tenant);
        Add(batch, SelectOfAccount, tenant, account);
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        return [.. await ReadKeysAsync(reader, cancellation)];
    }

    public async Task<int> NoteUsesAsync(IReadOnlyCollection<UsedApiKey> uses, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(NoteUses);
        command.Parameters.AddWithValue(uses.Select(static used => used.Tenant.Value).ToArray());
        command.Parameters.AddWithValue(uses.Select(static used => used.Key).ToArray());
        command.Parameters.AddWithValue(uses.Select(static used => used.Use.At).ToArray());
        command.Parameters.AddWithValue(uses.Select(static used => used.Use.Address).ToArray());
        command.Parameters.AddWithValue(uses.Select(static used => used.Use.UserAgent).ToArray());
        command.Parameters.AddWithValue(ApiKeyUse.Grain);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Nearly every key is found by the first half, and the second is not run then.</summary>
    private static string SelectByHash(string condition) =>
        $"""
        select {ApiKeyColumns.All}, null::timestamptz, {RoleOfOwner} from api_keys k where k.hash = $1 {condition}
        union all
        select {ApiKeyColumns.All}, r.ends_at, {RoleOfOwner}
        from api_key_replaced_secrets r join api_keys k on k.tenant_id = r.tenant_id and k.key_id = r.key_id
        where r.hash = $1 {condition}
        limit 1
        """;

    private static NpgsqlParameterCollection Add(NpgsqlBatch batch, string sql, TenantId tenant, Guid id)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddWithValue(tenant.Value);
        command.Parameters.AddWithValue(id);
        batch.BatchCommands.Add(command);
        return command.Parameters;
    }

    private static void AddSelectReplaced(NpgsqlBatch batch, TenantId tenant, DateTimeOffset now)
    {
        var command = new NpgsqlBatchCommand(SelectReplaced);
        command.Parameters.AddWithValue(tenant.Value);
        command.Parameters.AddWithValue(now);
        batch.BatchCommands.Add(command);
    }

    /// <summary>Only what was asked for is in the statement. A key's id begins with the time that it was made at.</summary>
    private static NpgsqlBatchCommand SelectPage(ApiKeyListQuery query)
    {
        var select = new NpgsqlBatchCommand();
        var where = new StringBuilder("k.tenant_id = $1");
        select.Parameters.AddWithValue(query.Tenant.Value);
        void And(string condition, object value)
        {
            select.Parameters.AddWithValue(value);
            where.Append(CultureInfo.InvariantCulture, $" and {condition} ${select.Parameters.Count}");
        }

        if (query.Mode is { } mode)
        {
            And("k.mode =", mode.Letter().ToString());
        }

        if (query.Kind is { } kind)
        {
            And("k.kind =", kind.Letter());
        }

        if (query.Before is { } before)
        {
            And("k.key_id <", before);
        }

        if (query.Status is { } status)
        {
            And(
                status switch
                {
                    ApiKeyStatus.Active => "k.revoked_at is null and k.disabled_at is null and coalesce(k.expires_at, 'infinity') >",
                    ApiKeyStatus.Disabled => "k.revoked_at is null and k.disabled_at is not null and coalesce(k.expires_at, 'infinity') >",
                    ApiKeyStatus.Expired => "k.revoked_at is null and k.expires_at <=",
                    _ => "k.revoked_at is not null and k.created_at <=",
                },
                query.Now);
        }

        select.Parameters.AddWithValue(query.Limit + 1);
        select.CommandText = $"select {ApiKeyColumns.All} from api_keys k where {where} order by k.key_id desc limit ${select.Parameters.Count}";
        return select;
    }

    private static async Task<ImmutableArray<ApiKey>> ReadAsync(NpgsqlBatch batch, CancellationToken cancellation)
    {
        await using var reader = await batch.ExecuteTenantReaderAsync(cancellation);
        var keys = await ReadKeysAsync(reader, cancellation);
        await reader.NextResultAsync(cancellation);
        return await ApiKeyColumns.WithReplacedAsync(keys, reader, cancellation);
    }

    private static async Task<List<ApiKey>> ReadKeysAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var keys = new List<ApiKey>();
        while (await reader.ReadAsync(cancellation))
        {
            keys.Add(ApiKeyColumns.Read(reader));
        }

        return keys;
    }

    private async Task<ApiKey?> FindAsync(string sql, byte[] hash, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(sql);
        command.Parameters.AddWithValue(hash);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            return null;
        }

        var key = ApiKeyColumns.Read(reader) with { SecretEndsAt = reader.GetNullable<DateTimeOffset>(ApiKeyColumns.Next) };
        return reader.GetNullableString(ApiKeyColumns.Next + 1) is { } role
            ? key with { Scopes = key.Scopes.And(AccountRoleText.Parse(role).Scopes()) }
            : key;
    }
}
