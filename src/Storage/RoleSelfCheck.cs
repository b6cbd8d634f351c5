using Npgsql;

namespace RelayKit.Storage;

/// <summary>
/// Looks, before the first request, whether the walls between tenants stand: the pools' roles are bound by row-level
/// security, and every table that holds tenants' rows has it, for its owner too.
/// </summary>
public sealed class RoleSelfCheck
{
    private const string RoleFindings = """
        select format('role %s is a superuser, which row-level security does not bind; run: alter role %1$I nosuperuser;', rolname)
        from pg_roles where rolname = current_user and rolsuper
        union all
        select format('role %s has BYPASSRLS; run: alter role %1$I nobypassrls;', rolname)
        from pg_roles where rolname = current_user and rolbypassrls
        union all
        select format('role %s can act as %s, which owns %s; run: revoke %2$I from %1$I; or alter table %3$s owner to relaykit_owner;',
            current_user, pg_get_userbyid(c.relowner), c.oid::regclass)
        from pg_class c
        where c.relnamespace = 'relaykit'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
            and pg_has_role(current_user, c.relowner, 'MEMBER')
            and not exists (select from pg_roles r where r.rolname = current_user and r.rolsuper)
        """;

    private const string SchemaFindings = """
        select format('table %s has a tenant_id but does not force row-level security; run: '
            'alter table %1$s enable row level security, force row level security;', c.oid::regclass)
        from pg_class c
        where c.relnamespace = 'relaykit'::regnamespace and c.relkind in ('r', 'p', 'f')
            and not (c.relrowsecurity and c.relforcerowsecurity)
            and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
        union all
        select format('view %s reads with its owner''s rights; run: alter view %1$s set (security_invoker = true);', c.oid::regclass)
        from pg_class c
        where c.relnamespace = 'relaykit'::regnamespace and c.relkind = 'v' and not exists
            (select from pg_options_to_table(c.reloptions) o where o.option_name = 'security_invoker' and o.option_value::boolean)
        union all
        select format('materialized view %s keeps rows outside row-level security; drop it', c.oid::regclass)
        from pg_class c
        where c.relnamespace = 'relaykit'::regnamespace and c.relkind = 'm'
        union all
        select format('function %s runs with its owner''s rights; run: alter function %1$s security invoker;', p.oid::regprocedure)
        from pg_proc p
        where p.pronamespace = 'relaykit'::regnamespace and p.prosecdef
        """;

    private readonly (NpgsqlDataSource Pool, string Role)[] _pools;

    /// <param name="sources">The pools that are going to serve.</param>
    public RoleSelfCheck(PostgresDataSources sources)
        : this((sources.App, DatabaseNames.AppRole), (sources.Jobs, DatabaseNames.JobsRole))
    {
    }

    internal RoleSelfCheck(params (NpgsqlDataSource Pool, string Role)[] pools) => _pools = pools;

    /// <summary>Returns only if it found nothing. Changes nothing.</summary>
    /// <exception cref="DatabaseSetupException">Something is open; the message lists every finding with its mend.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        List<string> findings = [];
        foreach (var (pool, role) in _pools)
        {
            await CheckPoolAsync(pool, role, findings, cancellationToken);
        }
        findings.AddRange(await ReadAsync(_pools[0].Pool, SchemaFindings, cancellationToken));
        if (findings.Count > 0)
        {
            throw new DatabaseSetupException(
                "Tenants would not be safe from each other in this database, so RelayKit does not start:"
                + string.Concat(findings.Select(static finding => $"{Environment.NewLine}- {finding}")));
        }
    }

    private static async Task CheckPoolAsync(
        NpgsqlDataSource pool, string role, List<string> findings, CancellationToken cancellationToken)
    {
        // Twice, because the second look comes after the pool has reset the connection of the first.
        for (var look = 0; look < 2; look++)
        {
            var actual = (await ReadAsync(pool, "select current_user::text", cancellationToken)).Single();
            if (actual != role)
            {
                findings.Add($"a connection that should act as {role} acts as {actual}; connect to PostgreSQL directly or through "
                    + "a pooler that passes start-up options on, and use the newest minor release of PostgreSQL");
                return;
            }
        }
        findings.AddRange(await ReadAsync(pool, RoleFindings, cancellationToken));
    }

    private static async Task<List<string>> ReadAsync(NpgsqlDataSource pool, string sql, CancellationToken cancellationToken)
    {
        await using var command = pool.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(reader.GetString(0));
        }
        return rows;
    }
}
