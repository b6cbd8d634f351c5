namespace RelayKit.UnitTests.LiveKit.Simulator.ObjectStore;

/// <summary>One store for the tests of a class, which use keys of their own.</summary>
public sealed class SharedStore : IAsyncLifetime
{
    internal StoreHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await StoreHost.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
