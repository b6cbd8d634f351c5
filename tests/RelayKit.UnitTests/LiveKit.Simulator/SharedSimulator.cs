namespace RelayKit.UnitTests.LiveKit.Simulator;

/// <summary>One simulator for the tests of a class that only ask and are refused.</summary>
public sealed class SharedSimulator : IAsyncLifetime
{
    internal SimulatorHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await SimulatorHost.StartAsync();
        await Host.JoinAsync("r", "ada");
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
