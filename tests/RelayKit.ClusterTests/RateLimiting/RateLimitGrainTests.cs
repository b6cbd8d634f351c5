using RelayKit.ClusterTests.Cluster;
using RelayKit.RateLimiting;
using RelayKit.Tenants;

namespace RelayKit.ClusterTests.RateLimiting;

/// <summary>The grain in a silo; what it gives to whom is the book's affair (LeaseBookTests).</summary>
public sealed class RateLimitGrainTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    /// <summary>Full a moment after a silo has started.</summary>
    private static readonly RateLimit Quick = new(PerSecond: 1_000_000, Burst: 1_000);

    private static readonly RateLimit Slow = new(PerSecond: 1, Burst: 1_000_000);

    [Fact]
    public async Task It_leases_points_and_knows_its_holders_from_one_call_to_the_next()
    {
        var (grain, ann, ben) = (Grain(), Guid.NewGuid(), Guid.NewGuid());

        var first = await grain.RenewAsync(new LeaseRequest(ann, 1, Quick, 0, 0, 20, 1));
        var second = await grain.RenewAsync(new LeaseRequest(ben, 1, Quick, 0, 0, 30, 1));
        var repeated = await grain.RenewAsync(new LeaseRequest(ann, 1, Quick, 0, 0, 20, 1));

        Assert.Equal((20, 1, LeaseTerms.Validity, TimeSpan.Zero), (first.Granted, first.Sharers, first.ValidFor, first.ComeAgainIn));
        Assert.Equal((30, 2), (second.Granted, second.Sharers));
        Assert.Equal(0, repeated.Granted);
    }

    [Fact]
    public async Task Two_tenants_and_two_limits_of_one_have_nothing_in_common()
    {
        var tenant = TenantId.New(cluster.Time);
        foreach (var key in new[] { RateLimitKeys.Api(tenant), RateLimitKeys.Mint(tenant), RateLimitKeys.Api(TenantId.New(cluster.Time)), RateLimitKeys.ApiKey(tenant.Value) })
        {
            Assert.Equal(200, (await cluster.Grain<IRateLimitGrain>(key).RenewAsync(new LeaseRequest(Guid.NewGuid(), 1, Quick, 0, 0, 200, 1))).Granted);
        }
    }

    [Fact]
    public async Task One_that_wakes_soon_after_its_silo_does_not_begin_full()
    {
        var grain = Grain();
        var before = await grain.RenewAsync(new LeaseRequest(Guid.NewGuid(), 1, Slow, 0, 0, 0, 0));
        await cluster.DeactivateAllAsync();

        var after = await grain.RenewAsync(new LeaseRequest(Guid.NewGuid(), 1, Slow, 0, 0, 0, 0));

        // A point for each second since the silo's start: minutes at most, of a burst that takes days to fill.
        Assert.InRange(before.Left, 0, 100_000);
        Assert.InRange(after.Left, before.Left, 100_000);
    }

    private IRateLimitGrain Grain() => cluster.Grain<IRateLimitGrain>(RateLimitKeys.Api(TenantId.New(cluster.Time)));
}
