using RelayKit.Accounts;
using RelayKit.Events;
using RelayKit.Mail;
using RelayKit.StorageTests.Accounts;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Mail;

/// <summary>What stands in a tenant's log and concerns its owners is mailed to each of them, once, from the transaction that wrote it there.</summary>
[Collection(PostgresGroup.Name)]
public sealed class EventMailTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly People _people = new(postgres);
    private MailScene _scene = null!;

    public async Task InitializeAsync() => _scene = await MailScene.StartAsync(postgres);

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task Each_owner_gets_a_mail_and_nobody_else_does()
    {
        var tenant = await _people.AddTenantAsync();
        var owners = new[] { await _people.AddAsync(tenant), await _people.AddAsync(tenant) };
        await _people.AddAsync(tenant, AccountRole.Developer);
        await _people.AddAsync(tenant, AccountRole.Billing);
        await _people.AddAsync();

        await TellAsync(tenant, TenantEventTypes.TenantSuspended, """{"reason": "Unpaid.", "sessions_end_at": "2026-11-28T00:00:00.000Z"}""");
        await SendAllAsync();

        Assert.Equal(owners.Select(static owner => owner.Email.Text).Order(), _scene.Resend.Taken.Select(static mail => mail.To).Order());
        Assert.All(_scene.Resend.Taken, static mail => Assert.Contains("Unpaid.", mail.Body.GetProperty("text").GetString(), StringComparison.Ordinal));
        Assert.Null(await _scene.DepthAsync());
    }

    [Fact]
    public async Task A_process_that_dies_while_it_addresses_a_mail_leaves_one_for_each()
    {
        var owner = await _people.AddAsync();
        await TellAsync(owner.Tenant, TenantEventTypes.TenantResumed, "{}");
        var sender = _scene.Sender();
        await sender.SendAsync(Assert.Single(await _scene.TakeAsync(sender)).Attempt, CancellationToken.None);

        _scene.PassLease();
        await SendAllAsync();

        Assert.Equal(owner.Email.Text, Assert.Single(_scene.Resend.Taken).To);
    }

    [Theory]
    [InlineData(TenantEventTypes.UsageThresholdReached, """{"scope": "tenant", "percent": 80, "budget_minutes": 1000, "action": "alert", "reached_at": "2026-11-27T12:00:00.000Z"}""", true)]
    [InlineData(TenantEventTypes.UsageCapReached, """{"scope": "label", "label": "customer=a", "percent": 100, "budget_minutes": 10, "action": "no_new_joins", "reached_at": "2026-11-27T12:00:00.000Z"}""", true)]
    [InlineData(TenantEventTypes.UsageCapReached, """{"scope": "session", "percent": 100, "budget_minutes": 10, "action": "end", "reached_at": "2026-11-27T12:00:00.000Z"}""", false)]
    [InlineData(TenantEventTypes.ApiKeyRevoked, """{"reason": "leaked", "found_at": "https://example.com/x", "api_key": {"id": "key_1", "name": "Backend", "prefix": "rk_live_abc", "last_four": "wxyz"}}""", true)]
    [InlineData(TenantEventTypes.ApiKeyRevoked, """{"reason": "requested", "api_key": {"id": "key_1", "name": "Backend", "prefix": "rk_live_abc", "last_four": "wxyz"}}""", false)]
    [InlineData(TenantEventTypes.RoomStarted, "{}", false)]
    public async Task What_concerns_owners_is_mailed_and_nothing_else(string type, string data, bool isMailed)
    {
        var owner = await _people.AddAsync();

        await TellAsync(owner.Tenant, type, data);
        await SendAllAsync();

        Assert.Equal(isMailed ? 1 : 0, _scene.Resend.Taken.Count);
        Assert.Null(await _scene.DepthAsync());
    }

    [Fact]
    public async Task What_is_not_written_is_not_mailed()
    {
        var owner = await _people.AddAsync();
        await using var connection = await postgres.Sources.Jobs.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var insert = new Npgsql.NpgsqlCommand(Insert(owner.Tenant, Guid.CreateVersion7(), TenantEventTypes.TenantResumed, "{}"), connection, transaction);
            await insert.ExecuteNonQueryAsync();
        }

        Assert.Equal(0, await _scene.SendAsync());
    }

    [Fact]
    public async Task A_tenant_without_accounts_has_nobody_to_mail()
    {
        await TellAsync(await _people.AddTenantAsync(), TenantEventTypes.TenantResumed, "{}");

        await SendAllAsync();

        Assert.Empty(_scene.Resend.Taken);
        Assert.Null(await _scene.DepthAsync());
    }

    [Fact]
    public async Task The_database_enqueues_the_types_that_the_code_names()
    {
        var trigger = await Sql.ScalarAsync<string>(
            postgres.ConnectionString,
            "select pg_get_triggerdef(t.oid) from pg_trigger t where t.tgname = 'mail_of_event' and t.tgrelid = 'relaykit.events'::regclass");

        Assert.All(EventMails.Types, type => Assert.Contains($"'{type}'", trigger, StringComparison.Ordinal));
        Assert.Equal(EventMails.Types.Count, trigger.Split("::text").Length - 1);
    }

    /// <summary>A mail to owners becomes mails to each of them, which are then sent.</summary>
    private async Task SendAllAsync()
    {
        await _scene.SendAsync();
        await _scene.SendAsync();
    }

    private Task TellAsync(TenantId tenant, string type, string data) => Sql.ExecuteAsync(
        postgres.ConnectionString, $"set search_path to relaykit; {Insert(tenant, Guid.CreateVersion7(), type, data)}");

    private static string Insert(TenantId tenant, Guid id, string type, string data) =>
        $"insert into events (tenant_id, event_id, seq, type, created_at_ms, data) values ('{tenant.Value}', '{id}', 1, '{type}', 0, '{data}')";
}
