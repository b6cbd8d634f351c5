using RelayKit.Bench.Load;
using RelayKit.Bench.Stack;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.Bench.Tenants;

/// <summary>Tenants with an API key and a room each, written as rows at once.</summary>
internal sealed class ActiveTenants
{
    private const string RoomName = "room";

    private const string InsertActive =
        """
        with tenant as (
            insert into tenants (tenant_id, name, created_at) select id, 'Tenant', now() from unnest($1::uuid[]) id
        ), key as (
            insert into api_keys (tenant_id, key_id, mode, name, prefix, hash, created_at)
            select id, gen_random_uuid(), 'l', 'first', 'rk_live_', hash, now() from unnest($1::uuid[], $2::bytea[]) as k (id, hash)
        )
        insert into rooms (tenant_id, mode, name, generation, livekit_cluster, created_at, version)
        select id, 'l', $3, 1, 'default', now(), 1 from unnest($1::uuid[]) id
        """;

    private const string InsertIdle =
        """
        with tenant as (
            insert into tenants (tenant_id, name, created_at)
            select gen_random_uuid(), 'Idle tenant', now() from generate_series(1, $1) returning tenant_id
        ), key as (
            insert into api_keys (tenant_id, key_id, mode, name, prefix, hash, created_at)
            select tenant_id, gen_random_uuid(), 'l', 'first', 'rk_live_', sha256(tenant_id::text::bytea), now() from tenant
        )
        insert into rooms (tenant_id, mode, name, generation, livekit_cluster, created_at, version)
        select tenant_id, 'l', $2, 1, 'default', now(), 1 from tenant
        """;

    private const string Analyze = "vacuum analyze tenants, api_keys, rooms";

    private readonly List<Guid> _ids = [];
    private readonly List<string> _keys = [];

    private ActiveTenants(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _ids.Add(Guid.CreateVersion7());
            _keys.Add(ApiKeySecret.Generate(Mode.Live));
        }
    }

    /// <summary>Their rooms, by their names in LiveKit.</summary>
    public IReadOnlyList<string> Rooms =>
        [.. _ids.Select(id => new LiveKitRoomName(new RoomKey(new TenantId(id), Mode.Live, RoomName), 1).ToString())];

    /// <summary>Each asks for its usage.</summary>
    public RepeatedRequests Usage() => new([.. _keys.Select(key => RepeatedRequests.Request("GET", "/v1/usage", key))]);

    public static async Task<ActiveTenants> CreateAsync(BenchDatabase database, int count, CancellationToken cancellation)
    {
        var active = new ActiveTenants(count);
        byte[][] hashes = [.. active._keys.Select(key => ApiKeySecret.Hash(key))];
        await database.ExecuteAsync(InsertActive, [active._ids.ToArray(), hashes, RoomName], cancellation);
        await database.ExecuteAsync(Analyze, cancellation);
        return active;
    }

    /// <summary>Tenants who are there and do nothing.</summary>
    public static async Task CreateIdleAsync(BenchDatabase database, int count, CancellationToken cancellation)
    {
        await database.ExecuteAsync(InsertIdle, [count, RoomName], cancellation);
        await database.ExecuteAsync(Analyze, cancellation);
    }
}
