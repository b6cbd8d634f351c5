using RelayKit.ClusterTests.Cluster;
using RelayKit.Limits;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.ClusterTests.Tenants;

public sealed class TenantGrainTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly NewApiKey FirstKey = new("First key", Mode.Live, null);

    [Fact]
    public async Task A_tenants_rooms_live_on_its_cluster_also_after_everybody_has_slept()
    {
        var id = TenantId.New(cluster.Time);
        Assert.True((await cluster.Tenant(id).CreateAsync("A tenant", "second", FirstKey, CancellationToken.None)).IsSuccess);
        await cluster.DeactivateAllAsync();

        var created = await cluster.Room(new RoomKey(id, Mode.Live, "lobby")).CreateAsync(new RoomSettings(), CancellationToken.None);

        Assert.Equal("second", created.Value!.Room.LiveKitCluster);
    }

    [Fact]
    public async Task Without_a_choice_the_first_cluster_it_is()
    {
        var id = TenantId.New(cluster.Time);
        await cluster.Tenant(id).CreateAsync("A tenant", null, FirstKey, CancellationToken.None);

        Assert.Equal("default", await cluster.Tenant(id).GetLiveKitClusterAsync());
    }

    [Fact]
    public async Task A_cluster_that_is_not_configured_makes_no_tenant()
    {
        var id = TenantId.New(cluster.Time);

        var refused = await cluster.Tenant(id).CreateAsync("A tenant", "mars", FirstKey, CancellationToken.None);

        Assert.Equal(ErrorCode.UnknownLiveKitCluster, refused.Error!.Code);
        Assert.Equal(0, await cluster.Database.ScalarAsync<long>("select count(*) from tenants where tenant_id = $1", id.Value));
    }

    [Fact]
    public async Task A_key_for_a_tenant_that_does_not_exist_is_refused()
    {
        var refused = await cluster.Tenant(TenantId.New(cluster.Time))
            .CreateApiKeyAsync(new NewApiKey("A key", Mode.Test, null), CancellationToken.None);

        Assert.Equal(ErrorCode.TenantNotFound, refused.Error!.Code);
    }

    /// <summary>Whoever pays lifts what billing has stopped, and nothing else; and the operator lifts his own.</summary>
    [Fact]
    public async Task Billing_and_the_operator_each_lift_what_they_have_stopped()
    {
        var id = TenantId.New(cluster.Time);
        await cluster.Tenant(id).CreateAsync("A tenant", null, FirstKey, CancellationToken.None);
        var since = cluster.Time.GetUtcNow();
        var hold = new Suspension(since, "A payment is overdue.") { SessionsEndAt = since.AddMinutes(5) };

        var held = await cluster.Tenant(id).SetBillingTermsAsync(new BillingTerms(new Budget(100, BudgetAction.NoNewJoins, 0), hold), CancellationToken.None);
        Assert.Equal((hold, 100L), (held.Suspension!, held.Cap!.Minutes));

        await cluster.Tenant(id).SuspendAsync(new NewSuspension("Abuse.", TimeSpan.FromHours(1)), CancellationToken.None);
        var both = await cluster.Tenant(id).GetPolicyAsync();
        Assert.Equal(("Abuse.", since.AddMinutes(5)), (both.Suspension!.Reason, both.Suspension.SessionsEndAt!.Value));

        await cluster.DeactivateAllAsync();
        var paid = await cluster.Tenant(id).SetBillingTermsAsync(BillingTerms.None, CancellationToken.None);
        Assert.Equal(("Abuse.", (Budget?)null), (paid.Suspension!.Reason, paid.Cap));

        await cluster.Tenant(id).SetBillingTermsAsync(new BillingTerms(null, hold), CancellationToken.None);
        Assert.Equal(hold, (await cluster.Tenant(id).ResumeAsync(CancellationToken.None)).Value!.Suspension);
        Assert.Null((await cluster.Tenant(id).SetBillingTermsAsync(BillingTerms.None, CancellationToken.None)).Suspension);
    }

    [Fact]
    public async Task A_tenant_that_is_made_twice_from_one_origin_is_the_same_tenant_with_the_same_key()
    {
        var id = TenantId.New(cluster.Time);
        var key = FirstKey with { Origin = NewOrigin() };

        var first = (await cluster.Tenant(id).CreateAsync("A tenant", null, key, CancellationToken.None)).Value!;
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await cluster.DeactivateAllAsync();
        var again = (await cluster.Tenant(id).CreateAsync("A tenant", null, key, CancellationToken.None)).Value!;

        Assert.Equal(first, again);
        Assert.Equal((1, 1), (await CountAsync("tenants", id), await CountAsync("api_keys", id)));
        Assert.Equal(key.Origin.Id, first.FirstKey.Key.Id);
    }

    [Fact]
    public async Task A_key_that_is_made_twice_from_one_origin_is_the_same_key_and_other_origins_make_others()
    {
        var id = TenantId.New(cluster.Time);
        await cluster.Tenant(id).CreateAsync("A tenant", null, FirstKey, CancellationToken.None);
        var asked = new NewApiKey("A key", Mode.Test, null) { Origin = NewOrigin() };

        var first = (await cluster.Tenant(id).CreateApiKeyAsync(asked, CancellationToken.None)).Value!;
        var again = (await cluster.Tenant(id).CreateApiKeyAsync(asked, CancellationToken.None)).Value!;
        var other = (await cluster.Tenant(id).CreateApiKeyAsync(asked with { Origin = NewOrigin() }, CancellationToken.None)).Value!;

        Assert.Equal(first, again);
        Assert.NotEqual(first.Secret, other.Secret);
        Assert.Equal(3, await CountAsync("api_keys", id));
    }

    [Fact]
    public async Task A_key_of_another_seed_never_takes_the_place_of_one_that_is_there()
    {
        var id = TenantId.New(cluster.Time);
        await cluster.Tenant(id).CreateAsync("A tenant", null, FirstKey, CancellationToken.None);
        var asked = new NewApiKey("A key", Mode.Live, null) { Origin = NewOrigin() };
        await cluster.Tenant(id).CreateApiKeyAsync(asked, CancellationToken.None);

        var forged = asked with { Origin = NewOrigin() with { Id = asked.Origin.Id } };

        await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.Tenant(id).CreateApiKeyAsync(forged, CancellationToken.None));
        Assert.Equal(2, await CountAsync("api_keys", id));
    }

    private ApiKeyOrigin NewOrigin() =>
        new(Guid.CreateVersion7(cluster.Time.GetUtcNow()), System.Security.Cryptography.RandomNumberGenerator.GetBytes(ApiKeySecret.SeedBytes));

    private Task<long> CountAsync(string table, TenantId tenant) =>
        cluster.Database.ScalarAsync<long>($"select count(*) from {table} where tenant_id = $1", tenant.Value);
}
