using System.Net;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Cluster;

/// <summary>How a process leaves that is told to; <see cref="RollingUpgradeTests"/> has what callers notice of it: nothing.</summary>
[Collection(SiloCluster.Name)]
public sealed class DrainTests(SiloCluster cluster)
{
    [Fact]
    public async Task A_process_that_drains_still_serves_and_lets_go_of_its_connections()
    {
        var tenant = await cluster.CreateTenantAsync();
        var silo = cluster.Silos[0];
        var stopped = silo.StopAsync();
        await Eventually.HoldsAsync(
            async () => await silo.ReadinessAsync() == HttpStatusCode.ServiceUnavailable, "/readyz answers 503");

        var answer = (await silo.Client(tenant.Key).GetAsync("/v1/usage")).Expect(HttpStatusCode.OK);

        Assert.Equal("close", answer.Headers["Connection"]);
        await stopped;
        silo.Start();
        await silo.ReadyAsync();
    }
}
