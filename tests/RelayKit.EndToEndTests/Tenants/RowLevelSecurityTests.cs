using System.Net;
using Npgsql;
using RelayKit.EndToEndTests.Idempotency;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Tenants;

/// <summary>In PostgreSQL itself, past all code of ours: the role that serves tenants sees one tenant or nobody.</summary>
[Collection(SharedStackTests.Name)]
public sealed class RowLevelSecurityTests(StackFixture stack) : IAsyncLifetime
{
    private const string TenantTables =
        """
        select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = 'relaykit'::regnamespace and c.relkind in ('r', 'p')
          and a.attname = 'tenant_id' and not a.attisdropped and not c.relispartition
        order by 1
        """;

    /// <summary>Somebody with a session, a mail and an invitation under way: a tenant that the operator makes has nobody.</summary>
    private const string AccountRows =
        """
        with account as (
            insert into accounts (tenant_id, account_id, email, email_key, name, role, provider, subject, created_at)
            values ($1, gen_random_uuid(), $2 || '@example.com', $2 || '@example.com', '', 'owner', 'built_in', $2, now()) returning account_id),
        session as (
            insert into account_sessions (tenant_id, session_id, account_id, hash, created_at, last_seen_at)
            select $1, gen_random_uuid(), account_id, sha256(('s' || $2)::bytea), now(), now() from account),
        suppression as (
            insert into mail_suppressions (tenant_id, suppression_id, email, email_key, reason, since)
            values ($1, gen_random_uuid(), $2 || '@example.com', $2 || '@example.com', 'bounced', now())),
        message as (
            insert into outbox (message_id, kind, destination, tenant_id, created_at, due_at, parked_at)
            values (gen_random_uuid(), 'meter', 'nowhere', $1, now(), now(), now())),
        payer as (
            insert into billing_accounts (tenant_id, stage_since, report_due_at) values ($1, now(), 'infinity') on conflict do nothing),
        report as (
            insert into meter_reports (tenant_id, meter, period, seq, kind, value, cumulative_ms, late_ms, at, created_at, state)
            values ($1, 'participant_minutes', '2000-01-01', 1, 'usage', 1, 60000, 0, now(), now(), 'accrued')),
        closed as (
            insert into closed_usage (tenant_id, meter, period, own_ms, closed_at) values ($1, 'participant_minutes', '2000-01-01', 60000, now())),
        late as (
            insert into late_usage (tenant_id, meter, period, from_period, ms) values ($1, 'participant_minutes', '2000-02-01', '2000-01-01', 1)),
        invoice as (
            insert into invoices (tenant_id, invoice_id, period, plan, plan_name, currency, total, closed_at)
            values ($1, gen_random_uuid(), '2000-01-01', 'pro', 'Pro', 'usd', 0, now()) returning invoice_id),
        line as (
            insert into invoice_lines (tenant_id, invoice_id, number, name, own_ms, late_ms, quantity, included, billable, unit_price, amount)
            select $1, invoice_id, 1, 'participant_minutes', 60000, 0, 1, 1, 0, 0, 0 from invoice),
        paid as (
            insert into provider_invoices (tenant_id, provider_invoice_id, period, status, currency, total, amount_remaining, attempts, created_at)
            values ($1, 'in_' || $2, '2000-01-01', 2, 'usd', 0, 0, 0, now())),
        comparison as (
            insert into billing_comparisons (tenant_id, day, meter, period, ledger_minutes, unreported_minutes, in_flight_minutes, provider_minutes)
            values ($1, '2000-01-02', 'participant_minutes', '2000-01-01', 1, 0, 0, 1)),
        token as (
            insert into account_tokens (tenant_id, token_id, account_id, purpose, hash, created_at, expires_at)
            select $1, gen_random_uuid(), account_id, 'verify_email', sha256(('t' || $2)::bytea), now(), now() from account)
        insert into invitations (tenant_id, invitation_id, email, email_key, role, invited_by, hash, created_at, expires_at)
        select $1, gen_random_uuid(), 'i@example.com', 'i@example.com', 'billing', account_id, sha256(('i' || $2)::bytea), now(), now() from account returning 1
        """;

    private TestTenant _ann = null!;
    private TestTenant _bob = null!;
    private List<string> _tables = null!;

    public async Task InitializeAsync()
    {
        var startMs = DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeSeconds() * 1000;
        (_ann, _bob) = (await stack.CreateTenantAsync(), await stack.CreateTenantAsync());
        foreach (var tenant in new[] { _ann, _bob })
        {
            var room = await tenant.OpenRoomAsync("lobby", startMs, labels: new { customer = "acme" });
            (await tenant.Api.PostWithKeyAsync("/v1/rooms", new { name = "lobby", labels = new { customer = "acme" } }, "k")).Expect(HttpStatusCode.OK);
            (await tenant.Api.PutAsync("/v1/roles/speaker", """{"permissions":{}}""")).Expect(HttpStatusCode.OK);
            (await tenant.Api.PostAsync("/v1/rooms/lobby/participants/eve/remove", """{"ban_seconds":60}""")).Expect(HttpStatusCode.OK);
            await stack.SendAllAsync(LiveKitWebhooks.ParticipantLeft(room, Connection.At(startMs, "someone"), startMs + 5_000));

            var key = (await tenant.Api.PostAsync("/v1/api-keys", """{"name":"Rotated"}""")).Expect(HttpStatusCode.Created).Text("id");
            (await tenant.Api.PostAsync($"/v1/api-keys/{key}/rotate", "{}")).Expect(HttpStatusCode.OK);
            await stack.Database.ScalarAsync<int>(AccountRows, tenant.RowId, Guid.NewGuid().ToString("n"));

            (await tenant.Api.PutAsync("/v1/privacy/restriction", """{"scope":"analysis"}""")).Expect(HttpStatusCode.OK);
            (await tenant.Api.PostAsync("/v1/privacy/erasures", new { identity = "grace" })).Expect(HttpStatusCode.Created);

            // What takes a silo some time, or would end the tenant.
            await stack.Database.ScalarAsync<int>(
                """
                with export as (
                    insert into privacy_exports (tenant_id, export_id, state, created_at) values ($1, $2, 'failed', now())
                ), chunk as (
                    insert into privacy_export_chunks (tenant_id, export_id, number, data) values ($1, $2, 0, '')
                )
                insert into tenant_deletions (tenant_id, deletion_id, requested_at, erase_at, cancelled_at) values ($1, $2, now(), now(), now()) returning 1
                """,
                tenant.RowId,
                Guid.NewGuid());

            // Nobody takes webhooks here.
            await stack.Database.ScalarAsync<int>(
                """
                with attempt as (
                    insert into webhook_attempts (tenant_id, attempt_id, endpoint_id, delivery_id, event_id, event_type, number, state, is_last, queued_at, duration_us)
                    values ($1, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'room.started', 1, 'delivered', true, now(), 1))
                insert into webhook_endpoints (tenant_id, endpoint_id, mode, url, types, enabled, secret, created_at, updated_at, version)
                values ($1, gen_random_uuid(), 'l', 'https://example.com', '{}', false, '\x00', now(), now(), 1) returning 1
                """,
                tenant.RowId);

            // This LiveKit has no ingress.
            await stack.Database.ScalarAsync<int>(
                """
                insert into ingresses (tenant_id, ingress_id, mode, room, kind, identity, enable_transcoding, livekit_cluster, phase, status, created_at, asked_at, version)
                values ($1, gen_random_uuid(), 'l', 'lobby', 'rtmp', 'camera', true, 'nowhere', 1, 'inactive', now(), now(), 1) returning 1
                """,
                tenant.RowId);

            // Nor does it record.
            await stack.Database.ScalarAsync<int>(
                """
                insert into recordings (tenant_id, recording_id, mode, purpose, kind, cluster, requested_at, max_seconds)
                values ($1, gen_random_uuid(), 'l', 'recording', 'web_page', 'nowhere', now(), 60) returning 1
                """,
                tenant.RowId);

            await stack.Database.ScalarAsync<int>(
                """
                insert into tenant_storages
                    (tenant_id, storage_id, endpoint, region, bucket, force_path_style, prefix, key_template, role_arn, is_current, created_at, updated_at, tested_at)
                values ($1, gen_random_uuid(), '', 'eu-central-1', 'b', false, '', '{recording_id}', 'arn:aws:iam::1:role/r', true, now(), now(), now()) returning 1
                """,
                tenant.RowId);

            // Nobody counts the bytes of this LiveKit.
            await stack.Database.ScalarAsync<long>(
                """
                insert into bandwidth_hourly (tenant_id, mode, hour, incoming_bytes, outgoing_bytes, measured_until_ms)
                values ($1, 'l', date_trunc('hour', now()), 1, 2, $2) returning incoming_bytes
                """,
                tenant.RowId,
                startMs);
            await Eventually.HoldsAsync(
                async () => await stack.Database.ScalarAsync<long>("select count(*) from request_logs where tenant_id = $1", tenant.RowId) > 0,
                "the tenant's requests are in its log");
        }

        _tables = await stack.Database.QueryAsync(TenantTables, row => row.GetString(0));
        Assert.True(_tables.Count >= 9, "the tables of tenants were found");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Each_table_shows_the_rows_of_the_named_tenant_and_no_other()
    {
        await using var connection = await AsAppAsync(_ann.RowId);
        foreach (var table in _tables)
        {
            var all = await ScalarAsync<long>(connection, $"select count(*) from {table}");
            var own = await ScalarAsync<long>(connection, $"select count(*) from {table} where tenant_id = '{_ann.RowId}'");
            var theirs = await ScalarAsync<long>(connection, $"select count(*) from {table} where tenant_id = '{_bob.RowId}'");

            Assert.True(own > 0, $"{table} has rows of the tenant, or this test shows nothing");
            Assert.Equal((table, own, 0L), (table, all, theirs));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Without_a_tenant_there_are_no_rows(string? setting)
    {
        await using var connection = await AsAppAsync(setting);
        foreach (var table in _tables)
        {
            Assert.Equal((table, 0L), (table, await ScalarAsync<long>(connection, $"select count(*) from {table}")));
        }
    }

    [Fact]
    public async Task No_row_can_be_written_for_another_tenant()
    {
        foreach (var table in _tables)
        {
            // A copy of a row of one's own that names the neighbour: refused by the policy, or for want of the right to insert.
            var columns = await ColumnsAsync(table);
            var forged = columns.Replace("tenant_id", $"'{_bob.RowId}'::uuid", StringComparison.Ordinal);
            await using var connection = await AsAppAsync(_ann.RowId);
            var refused = await Assert.ThrowsAsync<PostgresException>(
                () => ScalarAsync<object>(connection, $"insert into {table} ({columns}) select {forged} from {table} limit 1"));
            Assert.Equal((table, PostgresErrorCodes.InsufficientPrivilege), (table, refused.SqlState));
        }
    }

    [Fact]
    public async Task A_partition_cannot_be_read_past_its_table()
    {
        var partitions = await stack.Database.QueryAsync(
            "select relname from pg_class where relnamespace = 'relaykit'::regnamespace and relispartition and relkind = 'r'",
            row => row.GetString(0));
        Assert.NotEmpty(partitions);
        foreach (var partition in partitions)
        {
            await using var connection = await AsAppAsync(_ann.RowId);
            var refused = await Assert.ThrowsAsync<PostgresException>(
                () => ScalarAsync<long>(connection, $"select count(*) from {partition}"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Fact]
    public async Task Neither_serving_role_may_pass_row_level_security_by() => Assert.Equal(2, await stack.Database.ScalarAsync<long>(
        """
        select count(*) from pg_roles
        where rolname in ('relaykit_app', 'relaykit_jobs') and not rolsuper and not rolbypassrls and not rolcanlogin
        """));

    private Task<NpgsqlConnection> AsAppAsync(Guid tenant) => AsAppAsync(tenant.ToString());

    private async Task<NpgsqlConnection> AsAppAsync(string? tenant)
    {
        var connection = await stack.Database.OpenAsync();
        await ScalarAsync<object>(connection, "set role relaykit_app");
        if (tenant is not null)
        {
            await ScalarAsync<object>(connection, $"set app.tenant_id = '{tenant}'");
        }

        return connection;
    }

    private async Task<string> ColumnsAsync(string table) => string.Join(", ", await stack.Database.QueryAsync(
        $"select attname from pg_attribute where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''",
        row => row.GetString(0)));

    private static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
