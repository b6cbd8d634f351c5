using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using RelayKit.Access;
using RelayKit.ApiKeys;
using RelayKit.RateLimiting;
using RelayKit.Tenants;

namespace RelayKit.Storage.ApiKeys;

/// <summary>The row of an API key, both ways.</summary>
internal static class ApiKeyColumns
{
    /// <summary>What is read of a key <c>k</c>, in the order of <see cref="Read"/>.</summary>
    public const string All =
        """
        k.tenant_id, k.key_id, k.mode, k.name, k.prefix, k.created_at, k.expires_at, k.kind, k.account_id, k.scopes, k.allowed_ips,
        k.points_per_second, k.points_burst, k.last_four, k.disabled_at, k.revoked_at, k.revoke_reason, k.last_used_at, k.last_used_ip, k.last_used_agent
        """;

    /// <summary>The column after them.</summary>
    public const int Next = 20;

    private const string InsertKey =
        """
        insert into api_keys (tenant_id, key_id, mode, name, prefix, hash, created_at, expires_at,
                              kind, account_id, scopes, allowed_ips, points_per_second, points_burst, last_four)
        select t.tenant_id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 from tenants t
        where t.tenant_id = $1 and (select count(*) from api_keys where tenant_id = $1 and revoked_at is null) < $16
        on conflict (tenant_id, key_id) do nothing
        """;

    /// <summary>Adds a key, unless it is there or the tenant has as many as it may.</summary>
    public static NpgsqlBatchCommand InsertOf(ApiKey key, byte[] hash)
    {
        var insert = new NpgsqlBatchCommand(InsertKey);
        var values = insert.Parameters;
        values.AddWithValue(key.Tenant.Value);
        values.AddWithValue(key.Id);
        values.AddWithValue(key.Mode.Letter().ToString());
        values.AddWithValue(key.Name);
        values.AddWithValue(key.Prefix);
        values.AddWithValue(hash);
        values.AddWithValue(key.CreatedAt);
        values.AddNullable(key.ExpiresAt);
        values.AddWithValue(key.Kind.Letter());
        values.AddNullable(key.AccountId);
        values.AddScopes(key.Scopes);
        values.AddWithValue(key.AllowedIps.ToArray());
        values.AddNullable(key.RateLimit?.PerSecond);
        values.AddNullable(key.RateLimit?.Burst);
        values.AddNullable(key.LastFour);
        values.AddWithValue(ApiKey.MaxPerTenant);
        return insert;
    }

    /// <summary>Every scope is kept as null.</summary>
    public static void AddScopes(this NpgsqlParameterCollection values, ScopeSet scopes) => values.Add(new NpgsqlParameter
    {
        Value = scopes.IsAll ? DBNull.Value : ScopeText.WordsOf(scopes),
        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
    });

    public static ApiKey Read(NpgsqlDataReader reader) => new()
    {
        Tenant = new TenantId(reader.GetGuid(0)),
        Id = reader.GetGuid(1),
        Mode = reader.GetString(2) == "t" ? Mode.Test : Mode.Live,
        Name = reader.GetString(3),
        Prefix = reader.GetString(4),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(5),
        ExpiresAt = reader.GetNullable<DateTimeOffset>(6),
        Kind = reader.GetString(7) == "p" ? ApiKeyKind.Personal : ApiKeyKind.Service,
        AccountId = reader.GetNullable<Guid>(8),
        Scopes = ScopeText.Parse(reader.IsDBNull(9) ? null : reader.GetFieldValue<string[]>(9)),
        AllowedIps = [.. reader.GetFieldValue<string[]>(10)],
        RateLimit = reader.GetNullable<int>(11) is { } perSecond ? new RateLimit(perSecond, reader.GetInt32(12)) : null,
        LastFour = reader.GetNullableString(13),
        DisabledAt = reader.GetNullable<DateTimeOffset>(14),
        RevokedAt = reader.GetNullable<DateTimeOffset>(15),
        RevokeReason = reader.GetNullableString(16),
        LastUse = reader.GetNullable<DateTimeOffset>(17) is { } at
            ? new ApiKeyUse(at, reader.GetNullableString(18), reader.GetNullableString(19))
            : null,
    };

    /// <summary>The keys with those of their replaced secrets that work still: <c>key_id, prefix, last_four, ends_at</c>.</summary>
    public static async Task<ImmutableArray<ApiKey>> WithReplacedAsync(List<ApiKey> keys, NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var replaced = new List<(Guid Key, ReplacedSecret Secret)>();
        while (await reader.ReadAsync(cancellation))
        {
            replaced.Add((reader.GetGuid(0), new ReplacedSecret(reader.GetString(1), reader.GetNullableString(2), reader.GetFieldValue<DateTimeOffset>(3))));
        }

        var byKey = replaced.ToLookup(static found => found.Key, static found => found.Secret);
        return [.. keys.Select(key => key with { Replaced = [.. byKey[key.Id]] })];
    }
}
