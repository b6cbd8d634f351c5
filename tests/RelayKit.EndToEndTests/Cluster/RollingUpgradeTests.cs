using RelayKit.EndToEndTests.Stack;
using Xunit.Abstractions;

namespace RelayKit.EndToEndTests.Cluster;

/// <summary>
/// Silos that are stopped in order and started again while tenants go on working: each of the three by the next release, whose
/// grain interfaces have moved on by a version and whose messages have fields that this one does not know, and one back again.
/// </summary>
[Collection(SiloCluster.Name)]
public sealed class RollingUpgradeTests(SiloCluster cluster, ITestOutputHelper output)
{
    private const int RequestsBetween = 60;

    [Fact]
    public async Task Three_silos_are_upgraded_one_by_one_and_one_is_brought_back_under_load_and_no_request_fails()
    {
        var tenant = await cluster.CreateTenantAsync();
        var balancer = new Balancer([.. cluster.Members]);
        var load = new RestLoad(tenant, balancer);
        var working = load.RunAsync();
        foreach (var silo in cluster.Silos)
        {
            await ReplaceAsync(silo, Executable.NextSilo, load);
        }

        // And back, as an operator does who regrets it: an old silo among new ones.
        await ReplaceAsync(cluster.Silos[0], Executable.Silo, load);
        await load.MoreAsync(RequestsBetween);
        load.Stop();
        await working;
        await Task.WhenAll(cluster.Silos.Skip(1).Select(silo => ReplaceAsync(silo, Executable.Silo, null)));

        output.WriteLine($"{load.Served} requests: {string.Join(", ", load.ServedBy.Select(by => $"{by.Key} {by.Value}"))}");
        Assert.Empty(load.Failures);
        Assert.All(cluster.Silos, silo => Assert.True(balancer.SaidSo.ContainsKey(silo), $"{silo.Name} said at /readyz that it stops"));
        Assert.Equal(cluster.Members.Select(member => member.Name).Order(), load.ServedBy.Keys.Order());
        await EveryStayIsMeteredAsync(tenant, load);
    }

    private static async Task ReplaceAsync(ClusterMember silo, string executable, RestLoad? load)
    {
        await (load?.MoreAsync(RequestsBetween) ?? Task.CompletedTask);
        await silo.StopAsync();
        Assert.Equal(0, silo.ExitCode);
        await (load?.MoreAsync(RequestsBetween) ?? Task.CompletedTask);
        silo.Executable = executable;
        silo.Start();
        await silo.ReadyAsync();
    }

    private async Task EveryStayIsMeteredAsync(ClusterTenant tenant, RestLoad load)
    {
        var kept = await cluster.Database.QueryAsync(
            "select livekit_sid, left_at_ms - joined_at_ms from participant_sessions where tenant_id = $1",
            row => (row.GetString(0), row.GetInt64(1)),
            tenant.RowId);
        Assert.Equal(load.Stays.Order(), kept.Order());
        await Eventually.EqualAsync(
            load.Stays.Sum(stay => stay.Ms),
            async () => (await cluster.Api.Client(tenant.Key).GetAsync("/v1/usage")).Number("participant_ms"),
            "the meter agrees with the rows");
    }
}
