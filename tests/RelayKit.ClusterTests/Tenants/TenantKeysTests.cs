using System.Security.Cryptography;
using RelayKit.Access;
using RelayKit.ApiKeys;
using RelayKit.ClusterTests.Cluster;
using RelayKit.Events;
using RelayKit.Tenants;

namespace RelayKit.ClusterTests.Tenants;

/// <summary>What becomes of a tenant's keys, decided by its grain and told of in its log.</summary>
public sealed class TenantKeysTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task A_key_that_is_made_and_revoked_is_told_of_once_each_however_often_it_is_asked_for()
    {
        var tenant = await NewTenantAsync();
        var grain = cluster.Tenant(tenant);
        var asked = NewKey();
        var made = (await grain.CreateApiKeyAsync(asked, CancellationToken.None)).Value!;
        await grain.CreateApiKeyAsync(asked, CancellationToken.None);

        var revoked = (await grain.RevokeApiKeyAsync(made.Key.Id, new ApiKeyRevocation(ApiKeyRevocations.Requested), null, CancellationToken.None)).Value!;
        cluster.Time.Advance(TimeSpan.FromSeconds(5));
        var again = (await grain.RevokeApiKeyAsync(made.Key.Id, new ApiKeyRevocation(ApiKeyRevocations.Leaked), null, CancellationToken.None)).Value!;

        Assert.Equal((revoked.RevokedAt, ApiKeyRevocations.Requested), (again.RevokedAt, again.RevokeReason));
        Assert.Equal([TenantEventTypes.ApiKeyCreated, TenantEventTypes.ApiKeyRevoked], await EventsAsync(tenant));
        Assert.DoesNotContain(made.Secret[12..], await DataAsync(tenant), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_ends_also_while_the_log_cannot_be_written_and_is_told_of_later()
    {
        var tenant = await NewTenantAsync();
        var grain = cluster.Tenant(tenant);
        var made = (await grain.CreateApiKeyAsync(NewKey(), CancellationToken.None)).Value!;
        var revocation = new ApiKeyRevocation(ApiKeyRevocations.Requested);
        cluster.Ledger.FailNext(CommitFault.Lost);

        await Assert.ThrowsAnyAsync<Exception>(() => grain.RevokeApiKeyAsync(made.Key.Id, revocation, null, CancellationToken.None));
        Assert.Equal(1, await cluster.Database.ScalarAsync<long>("select count(*) from api_keys where key_id = $1 and revoked_at is not null", made.Key.Id));
        await grain.RevokeApiKeyAsync(made.Key.Id, revocation, null, CancellationToken.None);

        Assert.Equal([TenantEventTypes.ApiKeyCreated, TenantEventTypes.ApiKeyRevoked], await EventsAsync(tenant));
    }

    [Fact]
    public async Task A_rotation_gives_the_same_secret_when_it_is_asked_for_again()
    {
        var tenant = await NewTenantAsync();
        var grain = cluster.Tenant(tenant);
        var made = (await grain.CreateApiKeyAsync(NewKey(), CancellationToken.None)).Value!;
        var rotation = new ApiKeyRotation(RandomNumberGenerator.GetBytes(ApiKeySecret.SeedBytes), TimeSpan.FromHours(1));

        var first = (await grain.RotateApiKeyAsync(made.Key.Id, rotation, null, CancellationToken.None)).Value!;
        var again = (await grain.RotateApiKeyAsync(made.Key.Id, rotation, null, CancellationToken.None)).Value!;

        Assert.Equal((first.Secret, made.Key.Id), (again.Secret, again.Key.Id));
        Assert.NotEqual(made.Secret, first.Secret);
        Assert.Single(again.Key.Replaced);
    }

    [Fact]
    public async Task So_many_old_secrets_work_at_once_and_no_more()
    {
        var tenant = await NewTenantAsync();
        var grain = cluster.Tenant(tenant);
        var made = (await grain.CreateApiKeyAsync(NewKey(), CancellationToken.None)).Value!;
        Task<Result<CreatedApiKey>> RotateAsync(TimeSpan overlap) => grain.RotateApiKeyAsync(
            made.Key.Id, new ApiKeyRotation(RandomNumberGenerator.GetBytes(ApiKeySecret.SeedBytes), overlap), null, CancellationToken.None);
        for (var i = 0; i < ApiKeyRotation.MaxReplaced; i++)
        {
            Assert.True((await RotateAsync(TimeSpan.FromHours(1))).IsSuccess);
        }

        Assert.Equal(ErrorCode.TooMany, (await RotateAsync(TimeSpan.FromHours(1))).Error!.Code);
        Assert.Empty((await RotateAsync(TimeSpan.Zero)).Value!.Key.Replaced);
    }

    [Fact]
    public async Task No_key_is_made_changed_or_rotated_into_more_than_its_caller_has()
    {
        var tenant = await NewTenantAsync();
        var grain = cluster.Tenant(tenant);
        var small = (await grain.CreateApiKeyAsync(NewKey() with { Scopes = ScopeSet.Of(Scope.ApiKeysWrite, Scope.RoomsRead) }, CancellationToken.None)).Value!.Key;
        var great = (await grain.CreateApiKeyAsync(NewKey(), CancellationToken.None)).Value!.Key;
        var caller = ApiKeyCaller.Of(small);

        Assert.Equal(ErrorCode.ExceedsCaller, (await grain.CreateApiKeyAsync(NewKey() with { Caller = caller }, CancellationToken.None)).Error!.Code);
        Assert.Equal(
            ErrorCode.ExceedsCaller,
            (await grain.UpdateApiKeyAsync(small.Id, new ApiKeyChange { Scopes = ScopeSet.All }, caller, CancellationToken.None)).Error!.Code);
        Assert.Equal(
            ErrorCode.ExceedsCaller,
            (await grain.RotateApiKeyAsync(great.Id, new ApiKeyRotation(new byte[ApiKeySecret.SeedBytes], default), caller, CancellationToken.None)).Error!.Code);
        Assert.Equal(
            ErrorCode.ExceedsCaller,
            (await grain.RevokeApiKeyAsync(great.Id, new ApiKeyRevocation(ApiKeyRevocations.Requested), caller, CancellationToken.None)).Error!.Code);
        Assert.True((await grain.CreateApiKeyAsync(NewKey() with { Scopes = ScopeSet.Of(Scope.RoomsRead), Caller = caller }, CancellationToken.None)).IsSuccess);
    }

    [Fact]
    public async Task With_an_account_its_personal_keys_end_and_no_others()
    {
        var tenant = await NewTenantAsync();
        var grain = cluster.Tenant(tenant);
        var (account, neighbour) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var owner in new Guid?[] { account, account, neighbour, null })
        {
            Assert.True((await grain.CreateApiKeyAsync(NewKey() with { AccountId = owner }, CancellationToken.None)).IsSuccess);
        }

        Assert.Equal(2, await grain.RevokeApiKeysOfAccountAsync(account, CancellationToken.None));
        Assert.Equal(0, await grain.RevokeApiKeysOfAccountAsync(account, CancellationToken.None));

        Assert.Equal(2, await cluster.Database.ScalarAsync<long>(
            "select count(*) from api_keys where tenant_id = $1 and account_id = $2 and revoke_reason = 'account_left'", tenant.Value, account));
        Assert.Equal(2, (await EventsAsync(tenant)).Count(type => type == TenantEventTypes.ApiKeyRevoked));
    }

    [Fact]
    public async Task A_revoked_key_is_changed_no_more()
    {
        var tenant = await NewTenantAsync();
        var grain = cluster.Tenant(tenant);
        var key = (await grain.CreateApiKeyAsync(NewKey(), CancellationToken.None)).Value!.Key.Id;
        await grain.RevokeApiKeyAsync(key, new ApiKeyRevocation(ApiKeyRevocations.Requested), null, CancellationToken.None);

        Assert.Equal(ErrorCode.ApiKeyRevoked, (await grain.UpdateApiKeyAsync(key, new ApiKeyChange { Enabled = true }, null, CancellationToken.None)).Error!.Code);
        Assert.Equal(
            ErrorCode.ApiKeyRevoked,
            (await grain.RotateApiKeyAsync(key, new ApiKeyRotation(new byte[ApiKeySecret.SeedBytes], default), null, CancellationToken.None)).Error!.Code);
        Assert.Equal(ErrorCode.ApiKeyNotFound, (await grain.UpdateApiKeyAsync(Guid.NewGuid(), new ApiKeyChange(), null, CancellationToken.None)).Error!.Code);
    }

    private async Task<TenantId> NewTenantAsync()
    {
        var id = TenantId.New(cluster.Time);
        await cluster.Tenant(id).CreateAsync("A tenant", null, new NewApiKey("First key", Mode.Live, null), CancellationToken.None);
        return id;
    }

    private NewApiKey NewKey() => new("A key", Mode.Live, null)
    {
        Origin = new ApiKeyOrigin(Guid.CreateVersion7(cluster.Time.GetUtcNow()), RandomNumberGenerator.GetBytes(ApiKeySecret.SeedBytes)),
    };

    private Task<List<string>> EventsAsync(TenantId tenant) =>
        cluster.Database.QueryAsync("select type from events where tenant_id = $1 order by seq", row => row.GetString(0), tenant.Value);

    private async Task<string> DataAsync(TenantId tenant) => string.Concat(
        await cluster.Database.QueryAsync("select data::text from events where tenant_id = $1", row => row.GetString(0), tenant.Value));
}
