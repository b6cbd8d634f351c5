using Npgsql;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Isolation;

/// <summary>
/// What the catalogue of a migrated database says of the walls between tenants. A new table, key or function that is not as all others are
/// fails here, unless it is named below with the reason why that is safe.
/// </summary>
[Collection(PostgresGroup.Name)]
public sealed class CatalogueTests(PostgresFixture postgres)
{
    private const string OwnRows = "(tenant_id = ( SELECT current_tenant() AS current_tenant))";

    /// <summary>Unique keys of tenants' tables that do not begin with the tenant. A duplicate under one would tell that somebody else has it.</summary>
    private static readonly Dictionary<string, string> KeysAcrossTenants = new(StringComparer.Ordinal)
    {
        ["api_key_replaced_secrets_by_hash"] = "the SHA-256 of 256 random bits: only who has the key can name it",
        ["api_keys_by_hash"] = "the SHA-256 of 256 random bits: only who has the key can name it",
        ["account_sessions_by_hash"] = "the SHA-256 of 256 random bits: only who has the cookie can name it",
        ["account_tokens_by_hash"] = "the SHA-256 of 256 random bits: only who has the mail can name it",
        ["invitations_by_hash"] = "the SHA-256 of 256 random bits: only who has the mail can name it",
        ["audit_log_pkey"] = "random ids; an entry of the operator's may be no tenant's, so that the tenant cannot lead the key",
        ["recordings_by_egress"] = "LiveKit's random ids: its webhooks name an egress and no tenant",
        ["recordings_by_id"] = "random ids, which paths in LiveKit's webhooks name without their tenant",
        ["outbox_pkey"] = "ids made at random or from random ids, by RelayKit alone",
        ["billing_accounts_by_customer"] = "the provider's random ids: its news name a customer and no tenant",
        ["accounts_by_email"] = "an address is one account, in whatever tenant; that it has one is what signing up with it says to anybody",
        ["accounts_by_subject"] = "random ids, of accounts or of the service that keeps passwords",
    };

    /// <summary>Tables that hold no tenant's rows, or hold them where row-level security cannot see whose they are, and what the serving role may do there.</summary>
    private static readonly Dictionary<string, string> TablesOfNobody = new(StringComparer.Ordinal)
    {
        ["schema_versions"] = "which migrations ran",
        ["bandwidth_marks"] = "counters of LiveKit's nodes",
        ["retention_runs"] = "when the daily removal ran",
        ["retention_removals"] = "how many rows the daily removal has removed",
        ["notices"] = "the operator's messages to all accounts",
        ["mail_events"] = "which of the mail provider's events have come",
        ["billing_plans"] = "the operator's plans",
        ["retained_usage"] = "monthly sums of tenants that were erased, under pseudonyms that lead back to nobody",
        ["certificate_keys"] = "keys that sign certificates of erasure, sealed; out of reach of the serving role",
        ["abuse_incidents"] = "the operator's: about tenants and about addresses, and for the eyes of neither",
        ["stripe_events"] = "ids of what Stripe told of: whose they are is known when they are fetched; out of reach of the serving role",
        ["operator_idempotency_keys"] = "the operator's own requests",
        ["data_protection_keys"] = "keys that seal tenants' secrets, wrapped; of no tenant, and out of reach of the serving role",
        ["orleansquery"] = "Orleans' statements",
        ["orleansmembershipversiontable"] = "silos",
        ["orleansmembershiptable"] = "silos",
        ["orleansreminderstable"] = "reminders of grains, whose keys name their tenant",
        ["orleansstorage"] = "states of grains, whose keys name their tenant; written and read by Orleans alone",
    };

    [Fact]
    public async Task Every_table_with_a_tenant_forces_row_level_security()
    {
        var tables = await ReadAsync(
            """
            select c.relname::text, c.relrowsecurity and c.relforcerowsecurity
            from pg_class c
            where c.relnamespace = 'relaykit'::regnamespace and c.relkind in ('r', 'p', 'f')
                and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
            """,
            static row => (Table: row.GetString(0), IsForced: row.GetBoolean(1)));

        Assert.True(tables.Count >= 20, "the tables and partitions of tenants were found");
        Assert.DoesNotContain(tables, static table => !table.IsForced);
    }

    [Fact]
    public async Task A_tenants_table_shows_the_serving_role_the_rows_of_the_named_tenant_and_has_no_policy_for_anybody_else()
    {
        var policies = await ReadAsync(
            """
            select c.relname::text, array(select r.rolname::text from pg_roles r where r.oid = any(p.polroles)), p.polpermissive,
                pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid), p.polcmd::text
            from pg_policy p join pg_class c on c.oid = p.polrelid
            where c.relnamespace = 'relaykit'::regnamespace
            """,
            static row => new Policy(row.GetString(0), row.GetFieldValue<string[]>(1), row.GetBoolean(2), Text(row, 3), Text(row, 4), row.GetString(5)));

        foreach (var table in await TenantTable.ReadAllAsync(postgres.ConnectionString))
        {
            var own = policies.Where(policy => policy.Table == table.Name).ToList();
            Assert.All(own, static policy => Assert.Single(policy.Roles));
            Assert.Equal((table.Name, "relaykit_app relaykit_jobs"), (table.Name, string.Join(' ', own.Select(static p => p.Roles[0]).Distinct().Order(StringComparer.Ordinal))));
            foreach (var policy in own.Where(static policy => policy.IsPermissive && policy.Roles[0] == "relaykit_app"))
            {
                // A restrictive policy can only take away. Who may insert or update is asked of the new row too; without a check of its own, a policy asks both of the old row and of the new.
                Assert.Equal((table.Name, policy.Command == "a" ? null : OwnRows), (table.Name, policy.Reads));
                Assert.True(policy.Writes is OwnRows || (policy.Writes is null && policy.Command is "r" or "d" or "*"), $"{table}: {policy}");
            }
        }

        var partitions = (await ReadAsync(
            "select relname::text from pg_class where relnamespace = 'relaykit'::regnamespace and relispartition", static row => row.GetString(0))).ToHashSet();
        Assert.DoesNotContain(policies, policy => partitions.Contains(policy.Table));
    }

    [Fact]
    public async Task Every_other_table_is_named_here_with_its_reason()
    {
        var others = await ReadAsync(
            """
            select c.relname::text from pg_class c
            where c.relnamespace = 'relaykit'::regnamespace and c.relkind in ('r', 'p', 'f') and not c.relispartition
                and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
            order by 1
            """,
            static row => row.GetString(0));

        Assert.Equal(TablesOfNobody.Keys.Order(StringComparer.Ordinal), others.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_serving_role_may_not_reach_the_tables_of_nobody_except_what_Orleans_and_the_schema_check_need()
    {
        var reachable = await ReadAsync(
            """
            select c.relname::text from pg_class c
            where c.relnamespace = 'relaykit'::regnamespace and c.relkind in ('r', 'p', 'f') and not c.relispartition
                and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
                and has_table_privilege('relaykit_app', c.oid, 'select, insert, update, delete')
            """,
            static row => row.GetString(0));

        Assert.All(reachable, static table => Assert.True(table.StartsWith("orleans", StringComparison.Ordinal) || table == "schema_versions", table));
    }

    [Fact]
    public async Task Keys_of_tenants_tables_begin_with_the_tenant()
    {
        var keys = await ReadAsync(
            """
            select c.relname::text, i.relname::text
            from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
            join pg_attribute t on t.attrelid = c.oid and t.attname = 'tenant_id'
            where c.relnamespace = 'relaykit'::regnamespace and not c.relispartition and x.indisunique and x.indkey[0] <> t.attnum
            """,
            static row => (Table: row.GetString(0), Key: row.GetString(1)));

        Assert.Equal(KeysAcrossTenants.Keys.Order(StringComparer.Ordinal), keys.Select(static key => key.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_reference_from_one_tenants_row_to_another_row_carries_the_tenant() => Assert.Empty(await ReadAsync(
        """
        select k.conname::text
        from pg_constraint k
        join pg_attribute mine on mine.attrelid = k.conrelid and mine.attname = 'tenant_id'
        join pg_attribute theirs on theirs.attrelid = k.confrelid and theirs.attname = 'tenant_id'
        where k.contype = 'f' and k.connamespace = 'relaykit'::regnamespace
            and not exists (select from unnest(k.conkey, k.confkey) as pair (mine, theirs)
                where pair.mine = mine.attnum and pair.theirs = theirs.attnum)
        """,
        static row => row.GetString(0)));

    [Fact]
    public async Task Nothing_reads_with_its_owners_rights() => Assert.Empty(await ReadAsync(
        """
        select 'view ' || c.relname from pg_class c
        where c.relnamespace = 'relaykit'::regnamespace and c.relkind = 'v' and not exists
            (select from pg_options_to_table(c.reloptions) o where o.option_name = 'security_invoker' and o.option_value::boolean)
        union all
        select 'materialized view ' || c.relname from pg_class c where c.relnamespace = 'relaykit'::regnamespace and c.relkind = 'm'
        union all
        select 'function ' || p.proname from pg_proc p where p.pronamespace = 'relaykit'::regnamespace and p.prosecdef
        union all
        select 'rule on ' || c.relname from pg_rewrite w join pg_class c on c.oid = w.ev_class
        where c.relnamespace = 'relaykit'::regnamespace and c.relkind in ('r', 'p')
        """,
        static row => row.GetString(0)));

    [Fact]
    public async Task Nobody_may_truncate_a_table_which_row_level_security_does_not_bind_nor_reach_a_partition_past_its_table() => Assert.Empty(await ReadAsync(
        """
        select format('%s may truncate, reference or put triggers on %s', r.rolname, c.relname)
        from pg_class c cross join (values ('relaykit_app'), ('relaykit_jobs')) r (rolname)
        where c.relnamespace = 'relaykit'::regnamespace and c.relkind in ('r', 'p') and has_table_privilege(r.rolname, c.oid, 'truncate, references, trigger')
        union all
        select format('%s may reach %s', r.rolname, c.relname)
        from pg_class c cross join (values ('relaykit_app'), ('relaykit_jobs')) r (rolname)
        where c.relnamespace = 'relaykit'::regnamespace and c.relispartition and has_table_privilege(r.rolname, c.oid, 'select, insert, update, delete')
        union all
        select format('everybody has a right on %s', c.relname)
        from pg_class c, aclexplode(c.relacl) a
        where c.relnamespace = 'relaykit'::regnamespace and a.grantee = 0
        """,
        static row => row.GetString(0)));

    [Fact]
    public async Task Neither_serving_role_can_pass_row_level_security_by() => Assert.Equal(2, (await ReadAsync(
        """
        select rolname::text from pg_roles
        where rolname in ('relaykit_app', 'relaykit_jobs') and not rolsuper and not rolbypassrls and not rolcanlogin
            and not pg_has_role(oid, 'relaykit_owner', 'member')
        """,
        static row => row.GetString(0))).Count);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        // Expressions of policies are spelled without the schema when it is on the path.
        var settings = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { SearchPath = "relaykit" };
        await using var source = NpgsqlDataSource.Create(settings.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private sealed record Policy(string Table, string[] Roles, bool IsPermissive, string? Reads, string? Writes, string Command);
}
