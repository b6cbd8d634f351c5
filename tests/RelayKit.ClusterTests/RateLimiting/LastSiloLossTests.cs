using RelayKit.ClusterTests.Cluster;
using RelayKit.RateLimiting;

namespace RelayKit.ClusterTests.RateLimiting;

public sealed class LastSiloLossTests(LastSiloLossTests.TwoSilos cluster) : IClassFixture<LastSiloLossTests.TwoSilos>
{
    public sealed class TwoSilos() : ClusterFixture([], silos: 2);

    [Fact]
    public async Task A_silo_hears_of_another_one_that_goes()
    {
        var loss = cluster.OnSilo<LastSiloLoss>(0);
        var before = loss.Ago;

        await cluster.StopSiloAsync(1);

        // It grows with time, so it is less than before only if it began anew.
        await Eventually.EqualAsync(true, () => Task.FromResult(loss.Ago < before));
    }
}
