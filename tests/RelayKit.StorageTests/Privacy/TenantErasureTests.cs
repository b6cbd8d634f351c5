using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using RelayKit.Identifiers;
using RelayKit.Outbox;
using RelayKit.Privacy;
using RelayKit.Recordings;
using RelayKit.Storage.Privacy;
using RelayKit.Storage.Recordings;
using RelayKit.StorageTests.Accounts;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Privacy;

/// <summary>After its grace a tenant is gone from every table, and what stays is sums that lead back to nobody and a certificate that can be verified.</summary>
[Collection(PostgresGroup.Name)]
public sealed class TenantErasureTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-11-23T12:00:00Z", null));
    private readonly PostgresTenantDeletionStore _deletions = new(postgres.Sources, People.Mails);
    private readonly CanaryTenant _tenant = new(postgres);

    /// <summary>What other tests have left to be erased would be erased here, and what they have erased would be looked through for what came late.</summary>
    public Task InitializeAsync() => Sql.ExecuteAsync(postgres.ConnectionString, "delete from relaykit.tenant_deletions");

    public Task DisposeAsync() => Task.CompletedTask;

    private CertificateKeys Keys => new(postgres.Sources, PlainProtector.Instance, Options.Create(new PrivacyOptions()), _time);

    [Fact]
    public async Task After_31_days_no_canary_is_in_any_table_and_a_neighbours_all_are()
    {
        var neighbour = new CanaryTenant(postgres);
        await _tenant.WriteAsync();
        await neighbour.WriteAsync();
        var neighbours = await neighbour.FindCanariesAsync();
        Assert.Equal(neighbours.Count, (await _tenant.FindCanariesAsync()).Count);
        await RequestAsync();

        _time.Advance(TenantDeletion.Grace - TimeSpan.FromMilliseconds(1));
        await EraseAsync();
        Assert.Equal(neighbours.Count, (await _tenant.FindCanariesAsync()).Count);

        _time.Advance(TimeSpan.FromDays(1));
        await EraseAsync();

        Assert.Empty(await _tenant.FindCanariesAsync());
        Assert.Equal(["tenant_deletions"], await _tenant.FindAsync($"{_tenant.Id.Value}"));
        Assert.Equal(neighbours, await neighbour.FindCanariesAsync());
    }

    [Fact]
    public async Task A_deletion_that_was_undone_erases_nothing()
    {
        await _tenant.WriteAsync();
        await RequestAsync();
        _time.Advance(TimeSpan.FromDays(29));
        Assert.True(await _deletions.CancelAsync(_tenant.Id, _time.GetUtcNow(), CancellationToken.None));
        Assert.Null(await _deletions.FindAsync(_tenant.Id, CancellationToken.None));

        _time.Advance(TimeSpan.FromDays(60));
        await EraseAsync();

        Assert.NotEmpty(await _tenant.FindCanariesAsync());
    }

    [Fact]
    public async Task When_the_grace_is_over_it_is_too_late_to_undo()
    {
        await RequestAsync();
        _time.Advance(TenantDeletion.Grace);

        Assert.False(await _deletions.CancelAsync(_tenant.Id, _time.GetUtcNow(), CancellationToken.None));
        await EraseAsync();
        Assert.False(await _deletions.CancelAsync(_tenant.Id, _time.GetUtcNow(), CancellationToken.None));
    }

    [Fact]
    public async Task One_deletion_stands_at_a_time_however_often_it_is_asked_for()
    {
        var first = await RequestAsync();
        _time.Advance(TimeSpan.FromDays(3));

        Assert.Equal(first, await RequestAsync());
        await _deletions.CancelAsync(_tenant.Id, _time.GetUtcNow(), CancellationToken.None);
        Assert.NotEqual(first, await RequestAsync());
    }

    [Fact]
    public async Task Months_are_kept_as_sums_under_a_pseudonym_that_is_forgotten()
    {
        await _tenant.ExecuteAsync(
            $"""
            insert into usage_hourly (tenant_id, mode, hour, class, participant_ms, reconciled_ms, presumed_ms)
            select '{_tenant.Id.Value}', 'l', timestamptz '2026-10-01 00:00:00+00' + n * interval '1 hour', 0, 100, 10, 1 from generate_series(0, 1487) n
            """);
        var before = await RetainedAsync();
        await RequestAsync();
        _time.Advance(TimeSpan.FromDays(31));

        await EraseAsync();

        // October has 744 hours, and November as many as are left of 1,488 with December's.
        var kept = (await RetainedAsync()).Except(before).ToList();
        Assert.Equal(["2026-10-01 74400 7440 744", "2026-11-01 72000 7200 720", "2026-12-01 2400 240 24"], kept.Select(row => row[37..]).Order());
        Assert.Single(kept.Select(row => row[..36]).Distinct());
        Assert.Equal(["retained_usage"], await _tenant.FindAsync(kept[0][..36]));
    }

    [Fact]
    public async Task The_certificate_says_what_was_erased_and_anybody_can_verify_it()
    {
        await _tenant.WriteAsync();
        var deletion = await RequestAsync();
        _time.Advance(TimeSpan.FromDays(31));
        await EraseAsync();

        var erased = (await _deletions.ListAsync(100, null, CancellationToken.None)).Single(found => found.Id == deletion.Id);
        var payload = await VerifiedAsync(erased.Certificate!);

        Assert.Equal(_time.GetUtcNow(), erased.ErasedAt);
        Assert.Equal(PublicId.Format(PublicId.Deletion, deletion.Id), payload.GetProperty("id").GetString());
        Assert.Equal($"{_tenant.Id}", payload.GetProperty("tenant_id").GetString());
        var counts = payload.GetProperty("erased").EnumerateObject().ToDictionary(count => count.Name, count => count.Value.GetInt64());
        Assert.Equal(
            DataMap.Tables.Where(table => table.OnTenantErasure != TenantErasing.KeepCertificate).Select(table => table.Name).Order(), counts.Keys.Order());
        Assert.All(counts, count => Assert.True(count.Value > 0, count.Key));
        Assert.Equal(1, payload.GetProperty("retained").GetProperty("retained_usage").GetInt64());
    }

    [Fact]
    public async Task The_owner_gets_the_certificate_and_the_address_is_gone_after_that()
    {
        await _tenant.WriteAsync();
        var deletion = await RequestAsync();
        _time.Advance(TimeSpan.FromDays(31));
        await Sql.ExecuteAsync(postgres.ConnectionString, $"delete from relaykit.outbox where tenant_id = '{Guid.Empty}'");
        await EraseAsync();
        await EraseAsync();

        // It is no tenant's: what comes late of the tenant's is erased for a month.
        var sealedMail = Assert.Single(await _tenant.QueryAsync(
            $"select body from outbox where tenant_id = '{Guid.Empty}'", static row => row.GetFieldValue<byte[]>(0)));
        var mail = People.Mails.Open(new OutboxMessage
        {
            Id = Guid.Empty,
            Kind = OutboxKinds.Mail,
            Destination = "",
            Tenant = default,
            CreatedAt = default,
            Body = sealedMail,
        }).Mail!;
        Assert.Equal(_tenant.Canaries[("accounts", "email")], mail.To);
        Assert.Contains((await _deletions.ListAsync(100, null, CancellationToken.None)).Single(found => found.Id == deletion.Id).Certificate!, mail.Text, StringComparison.Ordinal);
        Assert.Empty(await _tenant.FindCanariesAsync());
    }

    [Fact]
    public async Task Whoever_dies_on_the_way_leaves_counts_that_are_right()
    {
        const int Rows = (TenantErasure.Batch * 2) + 7;
        await _tenant.ExecuteAsync(
            $"insert into events (tenant_id, event_id, seq, type, created_at_ms, data) select '{_tenant.Id.Value}', gen_random_uuid(), n, 'a', n, '{{}}' from generate_series(1, {Rows}) n");
        var deletion = await RequestAsync();
        _time.Advance(TimeSpan.FromDays(31));

        // A lock on one row: the first run has to give up there, in the middle of the table.
        await using (var connection = new NpgsqlConnection(postgres.ConnectionString))
        {
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var hold = new NpgsqlCommand($"select 1 from relaykit.events where tenant_id = '{_tenant.Id.Value}' and seq = {Rows} for update", connection);
            await hold.ExecuteScalarAsync();
            using var giveUp = new CancellationTokenSource();
            var run = NewErasure().EraseDueAsync(_time.GetUtcNow(), giveUp.Token);
            await WaitUntilBlockedAsync();
            await giveUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        }

        await EraseAsync();

        var erased = (await _deletions.ListAsync(100, null, CancellationToken.None)).Single(found => found.Id == deletion.Id);
        Assert.Equal(Rows, (await VerifiedAsync(erased.Certificate!)).GetProperty("erased").GetProperty("events").GetInt64());
    }

    [Fact]
    public async Task Several_processes_share_the_work_and_count_each_row_once()
    {
        const int Rows = TenantErasure.Batch * 3;
        await _tenant.ExecuteAsync(
            $"insert into events (tenant_id, event_id, seq, type, created_at_ms, data) select '{_tenant.Id.Value}', gen_random_uuid(), n, 'a', n, '{{}}' from generate_series(1, {Rows}) n");
        var deletion = await RequestAsync();
        _time.Advance(TimeSpan.FromDays(31));

        await Task.WhenAll(EraseAsync(), EraseAsync(), EraseAsync());

        var erased = (await _deletions.ListAsync(100, null, CancellationToken.None)).Single(found => found.Id == deletion.Id);
        Assert.Equal(Rows, (await VerifiedAsync(erased.Certificate!)).GetProperty("erased").GetProperty("events").GetInt64());
    }

    [Fact]
    public async Task What_comes_late_goes_too()
    {
        await RequestAsync();
        _time.Advance(TimeSpan.FromDays(31));
        await EraseAsync();
        await _tenant.ExecuteAsync(
            $"insert into events (tenant_id, event_id, seq, type, created_at_ms, data) values ('{_tenant.Id.Value}', gen_random_uuid(), 1, 'a', 1, '{{}}')");

        _time.Advance(TimeSpan.FromDays(1));
        await EraseAsync();

        Assert.Equal(["tenant_deletions"], await _tenant.FindAsync($"{_tenant.Id.Value}"));
    }

    [Fact]
    public async Task Its_entries_of_the_audit_log_can_only_go_while_it_is_being_erased()
    {
        await _tenant.WriteAsync();
        await RequestAsync();
        await using var command = postgres.Sources.Jobs.CreateCommand($"delete from audit_log where tenant_id = '{_tenant.Id.Value}'");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private async Task<TenantDeletion> RequestAsync()
    {
        var now = _time.GetUtcNow();
        return await _deletions.RequestAsync(new TenantDeletion(_tenant.Id, Guid.CreateVersion7(now), now, now + TenantDeletion.Grace), CancellationToken.None);
    }

    private TenantErasure NewErasure()
    {
        var none = new NoStorages();
        return new TenantErasure(postgres.Sources, Keys, People.Mails, new ManagedFiles(postgres.Sources, none, none, new RecordingPlaces(none, none)), NullLogger<TenantErasure>.Instance);
    }

    private Task<int> EraseAsync() => NewErasure().EraseDueAsync(_time.GetUtcNow(), CancellationToken.None);

    private Task<List<string>> RetainedAsync() => _tenant.QueryAsync(
        "select concat_ws(' ', pseudonym, month, participant_ms, reconciled_ms, presumed_ms) from retained_usage", row => row.GetString(0));

    private async Task WaitUntilBlockedAsync()
    {
        const string Blocked = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%events%'";
        while (await Sql.ScalarAsync<long>(postgres.ConnectionString, Blocked) == 0)
        {
            await Task.Yield();
        }
    }

    /// <summary>Checks the signature with nothing but .NET's own cryptography and the published keys.</summary>
    private async Task<JsonElement> VerifiedAsync(string jws)
    {
        var parts = jws.Split('.');
        var header = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(parts[0])).RootElement;
        Assert.Equal("ES256", header.GetProperty("alg").GetString());
        var published = JsonDocument.Parse(await Keys.PublicKeysAsync(CancellationToken.None)).RootElement.GetProperty("keys").EnumerateArray()
            .Single(key => key.GetProperty("kid").GetString() == header.GetProperty("kid").GetString());
        Assert.False(published.TryGetProperty("d", out _));
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = Base64UrlEncoder.DecodeBytes(published.GetProperty("x").GetString()),
                Y = Base64UrlEncoder.DecodeBytes(published.GetProperty("y").GetString()),
            },
        });
        Assert.True(key.VerifyData(System.Text.Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64UrlEncoder.DecodeBytes(parts[2]), HashAlgorithmName.SHA256));
        return JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(parts[1])).RootElement;
    }
}
