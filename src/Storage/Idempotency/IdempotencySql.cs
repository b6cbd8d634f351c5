namespace RelayKit.Storage.Idempotency;

/// <summary>The same statements on either table. The tenant, where there is one, is the last parameter of each.</summary>
internal sealed class IdempotencySql
{
    /// <summary>Tenants' requests.</summary>
    public static readonly IdempotencySql OfTenants = new("idempotency_keys", isOfTenants: true);

    /// <summary>The operator's.</summary>
    public static readonly IdempotencySql OfOperator = new("operator_idempotency_keys", isOfTenants: false);

    private IdempotencySql(string table, bool isOfTenants)
    {
        var column = isOfTenants ? "tenant_id, " : "";
        string Own(int parameter) => isOfTenants ? $" and tenant_id = ${parameter}" : "";
        string Value(int parameter) => isOfTenants ? $"${parameter}, " : "";

        Insert =
            $"""
            insert into {table} ({column}request_hash, content_hash, seed, claim_id, created_at, lease_until)
            values ({Value(7)}$1, $2, $3, $4, $5, $6)
            on conflict ({column}request_hash) do nothing
            """;
        Select =
            $"""
            select content_hash, seed, claim_id, created_at, lease_until, answer
            from {table} where request_hash = $1{Own(2)}
            """;

        // An answer makes way for a later life of the key alone, never for another run of the same request.
        Replace =
            $"""
            update {table}
            set content_hash = $2, seed = $3, claim_id = $4, created_at = $5, lease_until = $6, answer = null
            where request_hash = $1 and claim_id = $7 and (answer is null or created_at < $5){Own(8)}
            """;
        Keep = $"update {table} set answer = $3 where request_hash = $1 and claim_id = $2 and answer is null{Own(4)}";
        Abandon = $"update {table} set lease_until = created_at where request_hash = $1 and claim_id = $2 and answer is null{Own(3)}";
        Forget = $"delete from {table} where request_hash = $1 and claim_id = $2 and answer is null{Own(3)}";

        // Whoever has the lock removes; the others would only wait for its rows.
        DeleteExpired =
            $"""
            with turn as (select pg_try_advisory_xact_lock(hashtextextended('relaykit.{table}', 0)) as mine)
            delete from {table} k using turn
            where turn.mine and k.created_at <= $1 and ({column}request_hash) in
                (select {column}request_hash from {table} where created_at <= $1 order by created_at limit $2)
            """;
    }

    public string Insert { get; }

    public string Select { get; }

    public string Replace { get; }

    public string Keep { get; }

    public string Abandon { get; }

    public string Forget { get; }

    public string DeleteExpired { get; }
}
