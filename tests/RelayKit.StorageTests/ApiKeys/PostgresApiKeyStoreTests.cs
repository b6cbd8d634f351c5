using RelayKit.Access;
using RelayKit.ApiKeys;
using RelayKit.RateLimiting;
using RelayKit.Storage.ApiKeys;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.ApiKeys;

/// <summary>Keys and their secrets in PostgreSQL, as the roles that serve.</summary>
[Collection(PostgresGroup.Name)]
public sealed class PostgresApiKeyStoreTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private static int _made;

    private readonly PostgresApiKeyStore _store = new(postgres.Sources);

    [Fact]
    public async Task A_key_is_read_as_it_was_written()
    {
        var tenant = await NewTenantAsync();
        var key = NewKey(tenant) with
        {
            Mode = Mode.Test,
            ExpiresAt = Noon.AddDays(1),
            Scopes = ScopeSet.Of(Scope.RoomsRead, Scope.TokensWrite),
            Kind = ApiKeyKind.Personal,
            AccountId = Guid.NewGuid(),
            AllowedIps = ["10.0.0.0/8", "2001:db8::1"],
            RateLimit = new RateLimit(20, 100),
            LastFour = "wxyz",
        };
        var secret = await AddAsync(key);

        Assert.Equal(Text(key), Text((await _store.GetAsync(tenant, key.Id, Noon, CancellationToken.None))!));
        Assert.Equal(Text(key), Text((await _store.FindAsync(ApiKeySecret.Hash(secret), CancellationToken.None))!));
        Assert.Null(await _store.FindAsync(ApiKeySecret.Hash(ApiKeySecret.Generate(Mode.Live)), CancellationToken.None));
        Assert.Null(await _store.GetAsync(await NewTenantAsync(), key.Id, Noon, CancellationToken.None));
    }

    [Fact]
    public async Task A_key_of_before_there_were_scopes_has_all_of_them()
    {
        var tenant = await NewTenantAsync();
        var secret = ApiKeySecret.Generate(Mode.Live);
        await Sql.ExecuteAsync(
            postgres.ConnectionString,
            $"""
            insert into relaykit.api_keys (tenant_id, key_id, mode, name, prefix, hash, created_at)
            values ('{tenant.Value}', '{Guid.CreateVersion7()}', 'l', 'Old', 'rk_live_abcd', '\x{Convert.ToHexString(ApiKeySecret.Hash(secret))}', now())
            """);

        var found = (await _store.FindAsync(ApiKeySecret.Hash(secret), CancellationToken.None))!;

        Assert.True(found.Scopes.IsAll);
        Assert.Equal((ApiKeyKind.Service, true, null, null), (found.Kind, found.AllowedIps.IsEmpty, found.RateLimit, found.LastFour));
    }

    [Fact]
    public async Task To_add_a_key_twice_is_to_add_it_once_and_another_under_its_id_is_a_fault()
    {
        var tenant = await NewTenantAsync();
        var (key, hash) = (NewKey(tenant), ApiKeySecret.Hash(ApiKeySecret.Generate(Mode.Live)));

        Assert.Equal(AddedApiKey.Added, await _store.AddAsync(key, hash, CancellationToken.None));
        Assert.Equal(AddedApiKey.Added, await _store.AddAsync(key, hash, CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => _store.AddAsync(key, ApiKeySecret.Hash(ApiKeySecret.Generate(Mode.Live)), CancellationToken.None));
        Assert.Equal(AddedApiKey.NoTenant, await _store.AddAsync(NewKey(new TenantId(Guid.NewGuid())), hash, CancellationToken.None));
    }

    [Fact]
    public async Task A_tenant_has_so_many_keys_and_no_more_revoked_ones_aside()
    {
        var tenant = await NewTenantAsync();
        await Sql.ExecuteAsync(
            postgres.ConnectionString,
            $"""
            insert into relaykit.api_keys (tenant_id, key_id, mode, name, prefix, hash, created_at)
            select '{tenant.Value}', gen_random_uuid(), 'l', 'Many', 'rk_live_abcd', sha256(gen_random_uuid()::text::bytea), now() from generate_series(1, {ApiKey.MaxPerTenant})
            """);
        var revoked = (await _store.ListAsync(Query(tenant) with { Limit = 1 }, CancellationToken.None)).Keys[0];

        Assert.Equal(AddedApiKey.TooMany, await _store.AddAsync(NewKey(tenant), ApiKeySecret.Hash(ApiKeySecret.Generate(Mode.Live)), CancellationToken.None));
        await _store.RevokeAsync(tenant, revoked.Id, ApiKeyRevocations.Requested, Noon, CancellationToken.None);
        Assert.Equal(AddedApiKey.Added, await _store.AddAsync(NewKey(tenant), ApiKeySecret.Hash(ApiKeySecret.Generate(Mode.Live)), CancellationToken.None));
    }

    [Fact]
    public async Task After_a_rotation_both_secrets_are_found_and_the_old_one_says_when_it_ends()
    {
        var tenant = await NewTenantAsync();
        var key = NewKey(tenant);
        var old = await AddAsync(key);

        var fresh = await RotateAsync(key, Noon.AddHours(1), Noon);
        await RotateAsync(key, fresh, Noon.AddHours(9), Noon);

        Assert.Equal(Noon.AddHours(1), (await FindAsync(old))!.SecretEndsAt);
        Assert.Null((await FindAsync(fresh))!.SecretEndsAt);
        var read = (await _store.GetAsync(tenant, key.Id, Noon, CancellationToken.None))!;
        Assert.Equal(ApiKeySecret.LastFour(fresh), read.LastFour);
        Assert.Equal((key.Prefix, Noon.AddHours(1)), (Assert.Single(read.Replaced).Prefix, read.Replaced[0].EndsAt));
        Assert.Empty((await _store.GetAsync(tenant, key.Id, Noon.AddHours(1), CancellationToken.None))!.Replaced);
    }

    [Fact]
    public async Task To_rotate_again_keeps_those_that_have_not_ended_and_without_an_overlap_ends_all()
    {
        var tenant = await NewTenantAsync();
        var key = NewKey(tenant);
        var first = await AddAsync(key);
        var second = await RotateAsync(key, Noon.AddHours(1), Noon);
        var third = await RotateAsync(key, Noon.AddHours(3), Noon.AddHours(2));

        Assert.Null(await FindAsync(first));
        Assert.Equal(Noon.AddHours(3), (await FindAsync(second))!.SecretEndsAt);
        var last = await RotateAsync(key, Noon.AddHours(2), Noon.AddHours(2));
        Assert.Null(await FindAsync(second));
        Assert.Null(await FindAsync(third));
        Assert.NotNull(await FindAsync(last));
    }

    [Fact]
    public async Task A_revoked_key_is_dead_with_all_its_secrets_and_stays_so()
    {
        var tenant = await NewTenantAsync();
        var key = NewKey(tenant);
        var old = await AddAsync(key);
        var fresh = await RotateAsync(key, Noon.AddHours(1), Noon);

        await _store.RevokeAsync(tenant, key.Id, ApiKeyRevocations.Leaked, Noon, CancellationToken.None);
        await _store.RevokeAsync(tenant, key.Id, ApiKeyRevocations.Requested, Noon.AddHours(1), CancellationToken.None);
        await _store.UpdateAsync(key with { Name = "Again" }, CancellationToken.None);
        var again = await RotateAsync(key, Noon.AddHours(9), Noon);

        Assert.All([await FindAsync(old), await FindAsync(fresh), await FindAsync(again)], Assert.Null);
        var read = (await _store.GetAsync(tenant, key.Id, Noon, CancellationToken.None))!;
        Assert.Equal((key.Name, Noon, ApiKeyRevocations.Leaked), (read.Name, read.RevokedAt, read.RevokeReason));
        Assert.Equal(key.Id, (await _store.FindInAnyStateAsync(ApiKeySecret.Hash(old), CancellationToken.None))!.Id);
    }

    [Fact]
    public async Task Whoever_serves_tenants_cannot_bring_a_revoked_key_back_whatever_they_write()
    {
        var tenant = await NewTenantAsync();
        var key = NewKey(tenant);
        await AddAsync(key);
        await _store.RevokeAsync(tenant, key.Id, ApiKeyRevocations.Requested, Noon, CancellationToken.None);

        await using var connection = await postgres.Sources.App.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Sql.ScalarAsync<string>(connection, $"select set_config('app.tenant_id', '{tenant.Value}', true)");
        var changed = await Sql.ScalarAsync<long>(
            connection, "with gone as (update relaykit.api_keys set revoked_at = null returning 1) select count(*) from gone");

        Assert.Equal(0, changed);
    }

    [Fact]
    public async Task A_key_that_is_switched_off_is_not_found_until_it_is_on()
    {
        var tenant = await NewTenantAsync();
        var key = NewKey(tenant);
        var secret = await AddAsync(key);

        await _store.UpdateAsync(key with { DisabledAt = Noon }, CancellationToken.None);
        Assert.Null(await FindAsync(secret));
        await _store.UpdateAsync(key, CancellationToken.None);
        Assert.NotNull(await FindAsync(secret));
    }

    [Fact]
    public async Task A_personal_key_does_no_more_than_its_account_may_now_and_a_service_key_what_it_always_might()
    {
        var tenant = await NewTenantAsync();
        var account = Guid.CreateVersion7();
        await Sql.ExecuteAsync(
            postgres.ConnectionString,
            $"""
            insert into relaykit.accounts (tenant_id, account_id, email, email_key, name, role, provider, subject, created_at)
            values ('{tenant.Value}', '{account}', '{account}@example.com', '{account}@example.com', 'Ada', 'developer', 'built_in', '{account}', now())
            """);
        var personal = NewKey(tenant) with { Kind = ApiKeyKind.Personal, AccountId = account, Scopes = ScopeSet.Of(Scope.RoomsRead, Scope.RoomsWrite) };
        var (ofPerson, ofTenant) = (await AddAsync(personal), await AddAsync(NewKey(tenant) with { Scopes = personal.Scopes }));
        async Task<ScopeSet> ScopesAsync(string secret) => (await _store.FindAsync(ApiKeySecret.Hash(secret), CancellationToken.None))!.Scopes;
        Assert.Equal(personal.Scopes, await ScopesAsync(ofPerson));

        await Sql.ExecuteAsync(postgres.ConnectionString, $"update relaykit.accounts set role = 'read_only' where account_id = '{account}'");

        Assert.Equal(ScopeSet.Of(Scope.RoomsRead), await ScopesAsync(ofPerson));
        Assert.Equal(personal.Scopes, await ScopesAsync(ofTenant));
    }

    [Fact]
    public async Task A_list_is_of_one_tenant_newest_first_by_mode_kind_and_state_page_by_page()
    {
        var tenant = await NewTenantAsync();
        var account = Guid.NewGuid();
        ApiKey[] keys =
        [
            NewKey(tenant),
            NewKey(tenant) with { Mode = Mode.Test },
            NewKey(tenant) with { Kind = ApiKeyKind.Personal, AccountId = account },
            NewKey(tenant) with { ExpiresAt = Noon },
            NewKey(tenant),
            NewKey(tenant),
        ];
        foreach (var key in keys)
        {
            await AddAsync(key);
        }

        await _store.UpdateAsync(keys[4] with { DisabledAt = Noon }, CancellationToken.None);
        await _store.RevokeAsync(tenant, keys[5].Id, ApiKeyRevocations.Requested, Noon, CancellationToken.None);
        await AddAsync(NewKey(await NewTenantAsync()));

        Assert.Equal([5, 4, 3, 2, 1, 0], await NumbersAsync(Query(tenant)));
        Assert.Equal([1], await NumbersAsync(Query(tenant) with { Mode = Mode.Test }));
        Assert.Equal([2], await NumbersAsync(Query(tenant) with { Kind = ApiKeyKind.Personal }));
        Assert.Equal([2, 1, 0], await NumbersAsync(Query(tenant) with { Status = ApiKeyStatus.Active }));
        Assert.Equal([4], await NumbersAsync(Query(tenant) with { Status = ApiKeyStatus.Disabled }));
        Assert.Equal([3], await NumbersAsync(Query(tenant) with { Status = ApiKeyStatus.Expired }));
        Assert.Equal([5], await NumbersAsync(Query(tenant) with { Status = ApiKeyStatus.Revoked }));
        var first = await _store.ListAsync(Query(tenant) with { Limit = 4 }, CancellationToken.None);
        Assert.Equal((4, keys[2].Id), (first.Keys.Length, first.Next));
        var second = await _store.ListAsync(Query(tenant) with { Limit = 4, Before = first.Next }, CancellationToken.None);
        Assert.Equal((2, null), (second.Keys.Length, second.Next));
        Assert.Equal(keys[2].Id, Assert.Single(await _store.ListOfAccountAsync(tenant, account, CancellationToken.None)).Id);

        async Task<List<int>> NumbersAsync(ApiKeyListQuery query) =>
            [.. (await _store.ListAsync(query, CancellationToken.None)).Keys.Select(key => Array.FindIndex(keys, made => made.Id == key.Id))];
    }

    [Fact]
    public async Task Uses_are_written_together_each_key_once_a_minute()
    {
        var tenant = await NewTenantAsync();
        var (one, other) = (NewKey(tenant), NewKey(tenant));
        await AddAsync(one);
        await AddAsync(other);
        UsedApiKey Used(ApiKey key, DateTimeOffset at, string? address) => new(tenant, key.Id, new ApiKeyUse(at, address, "curl/8"));

        Assert.Equal(2, await _store.NoteUsesAsync([Used(one, Noon, "203.0.113.7"), Used(other, Noon, null)], CancellationToken.None));
        Assert.Equal(0, await _store.NoteUsesAsync([Used(one, Noon.AddSeconds(59), "203.0.113.8")], CancellationToken.None));
        Assert.Equal(1, await _store.NoteUsesAsync([Used(one, Noon.AddSeconds(60), "203.0.113.9"), Used(other, Noon.AddSeconds(59), null)], CancellationToken.None));

        Assert.Equal(new ApiKeyUse(Noon.AddSeconds(60), "203.0.113.9", "curl/8"), (await _store.GetAsync(tenant, one.Id, Noon, CancellationToken.None))!.LastUse);
        Assert.Equal(new ApiKeyUse(Noon, null, "curl/8"), (await _store.GetAsync(tenant, other.Id, Noon, CancellationToken.None))!.LastUse);
    }

    private static ApiKeyListQuery Query(TenantId tenant) => new(tenant, null, null, null, Noon, 100, null);

    private static string Text(ApiKey key) => System.Text.Json.JsonSerializer.Serialize(key);

    /// <summary>Each later than the one before: ids of one millisecond have no order.</summary>
    private static ApiKey NewKey(TenantId tenant) => new()
    {
        Id = Guid.CreateVersion7(Noon.AddSeconds(Interlocked.Increment(ref _made))),
        Tenant = tenant,
        Name = "A key",
        Mode = Mode.Live,
        Prefix = "rk_live_abcd",
        CreatedAt = Noon,
    };

    private async Task<TenantId> NewTenantAsync()
    {
        var tenant = new TenantId(Guid.CreateVersion7());
        await Sql.ExecuteAsync(postgres.ConnectionString, $"insert into relaykit.tenants (tenant_id, name, created_at) values ('{tenant.Value}', 'A tenant', now())");
        return tenant;
    }

    private async Task<string> AddAsync(ApiKey key)
    {
        var secret = ApiKeySecret.Generate(key.Mode);
        Assert.Equal(AddedApiKey.Added, await _store.AddAsync(key, ApiKeySecret.Hash(secret), CancellationToken.None));
        return secret;
    }

    private async Task<string> RotateAsync(ApiKey key, DateTimeOffset oldEndsAt, DateTimeOffset now)
    {
        var secret = ApiKeySecret.Generate(key.Mode);
        await RotateAsync(key, secret, oldEndsAt, now);
        return secret;
    }

    private Task RotateAsync(ApiKey key, string secret, DateTimeOffset oldEndsAt, DateTimeOffset now) => _store.RotateAsync(
        key with { Prefix = ApiKeySecret.DisplayPrefix(secret), LastFour = ApiKeySecret.LastFour(secret) }, ApiKeySecret.Hash(secret), oldEndsAt, now, CancellationToken.None);

    private Task<ApiKey?> FindAsync(string secret) => _store.FindAsync(ApiKeySecret.Hash(secret), CancellationToken.None);
}
