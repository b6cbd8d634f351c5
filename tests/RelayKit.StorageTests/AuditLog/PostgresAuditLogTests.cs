using Npgsql;
using RelayKit.AuditLog;
using RelayKit.Storage.AuditLog;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.AuditLog;

/// <summary>The audit log is added to and read; a tenant reads its own; nobody changes or removes an entry.</summary>
[Collection(PostgresGroup.Name)]
public sealed class PostgresAuditLogTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-11-23T12:00:00Z", null);

    private readonly PostgresAuditLog _log = new(postgres.Sources);
    private readonly TenantId _tenant = new(Guid.CreateVersion7());

    [Fact]
    public async Task An_entry_is_read_as_it_was_written()
    {
        var entry = Entry(0) with { Targets = ["ten_1", "speaker"], Phase = AuditPhase.Refused, Status = 404, Code = "role_not_found", IpAddress = "::1" };
        await _log.AppendAsync(entry, CancellationToken.None);

        var read = Assert.Single((await ListAsync(10)).Entries);
        Assert.Equal(entry with { Targets = [] }, read with { Targets = [] });
        Assert.Equal(entry.Targets.AsEnumerable(), read.Targets);
    }

    [Fact]
    public async Task Pages_go_from_the_newest_to_the_oldest_and_meet_each_entry_once()
    {
        for (var i = 0; i < 7; i++)
        {
            await _log.AppendAsync(Entry(i), CancellationToken.None);
        }

        var (read, before) = (new List<int>(), default(Guid?));
        do
        {
            var page = await _log.ListOfTenantAsync(_tenant, new AuditQuery(3) { Before = before }, CancellationToken.None);
            read.AddRange(page.Entries.Select(entry => (int)(entry.At - Start).TotalMinutes));
            before = page.Next;
        }
        while (before is not null);

        Assert.Equal([6, 5, 4, 3, 2, 1, 0], read);
    }

    [Fact]
    public async Task Entries_are_found_by_action_actor_and_time()
    {
        for (var i = 0; i < 4; i++)
        {
            await _log.AppendAsync(Entry(i) with { Action = $"action{i % 2}", Actor = i < 2 ? AuditEntry.Operator : "key_1" }, CancellationToken.None);
        }

        async Task<int> CountAsync(AuditQuery query) => (await _log.ListOfTenantAsync(_tenant, query, CancellationToken.None)).Entries.Length;
        Assert.Equal(2, await CountAsync(new AuditQuery(10) { Action = "action1" }));
        Assert.Equal(2, await CountAsync(new AuditQuery(10) { Actor = "operator" }));
        Assert.Equal(1, await CountAsync(new AuditQuery(10) { Actor = "operator", Action = "action1" }));
        Assert.Equal(2, await CountAsync(new AuditQuery(10) { FromMs = Start.AddMinutes(1).ToUnixTimeMilliseconds(), ToMs = Start.AddMinutes(3).ToUnixTimeMilliseconds() }));
    }

    [Fact]
    public async Task A_tenant_sees_what_the_operator_did_to_it_and_nothing_of_others_or_of_none()
    {
        var other = new TenantId(Guid.CreateVersion7());
        await _log.AppendAsync(Entry(0) with { Actor = AuditEntry.Operator }, CancellationToken.None);
        await _log.AppendAsync(Entry(1) with { Tenant = other }, CancellationToken.None);
        await _log.AppendAsync(Entry(2) with { Tenant = null, Actor = AuditEntry.Operator, Action = "ofNobody" }, CancellationToken.None);

        Assert.Equal("operator", Assert.Single((await ListAsync(10)).Entries).Actor);
        Assert.Equal(other, Assert.Single((await _log.ListAsync(other, new AuditQuery(10), CancellationToken.None)).Entries).Tenant);
        Assert.Contains(
            (await _log.ListAsync(null, new AuditQuery(10) { Action = "ofNobody" }, CancellationToken.None)).Entries, entry => entry.Tenant is null);
    }

    [Theory]
    [InlineData("relaykit_app", "update audit_log set actor = 'nobody'")]
    [InlineData("relaykit_app", "delete from audit_log")]
    [InlineData("relaykit_app", "truncate audit_log")]
    [InlineData("relaykit_jobs", "update audit_log set actor = 'nobody'")]
    [InlineData("relaykit_jobs", "update audit_log set at = now()")]
    [InlineData("relaykit_jobs", "delete from audit_log")]
    [InlineData("relaykit_jobs", "truncate audit_log")]
    public async Task Nobody_changes_or_removes_an_entry(string role, string sql)
    {
        await _log.AppendAsync(Entry(0), CancellationToken.None);
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { SearchPath = "relaykit" }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"set role {role}; set app.tenant_id = '{_tenant.Value}'; {sql}", connection);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Single((await ListAsync(10)).Entries);
    }

    private Task<AuditPage> ListAsync(int limit) => _log.ListOfTenantAsync(_tenant, new AuditQuery(limit), CancellationToken.None);

    private AuditEntry Entry(int minute)
    {
        var at = Start.AddMinutes(minute);
        return new AuditEntry
        {
            Id = Guid.CreateVersion7(at),
            At = at,
            Tenant = _tenant,
            Actor = "key_1",
            Action = "updateTenant",
            Request = Guid.CreateVersion7(at),
            Phase = AuditPhase.Asked,
        };
    }
}
