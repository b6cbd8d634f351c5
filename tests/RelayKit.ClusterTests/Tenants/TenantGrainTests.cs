using RelayKit.ClusterTests.Cluster;
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
}
