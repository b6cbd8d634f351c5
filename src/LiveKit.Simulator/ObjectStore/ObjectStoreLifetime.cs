namespace RelayKit.LiveKit.Simulator.ObjectStore;

/// <summary>The object store beside LiveKit, in the same process: it starts and stops with it.</summary>
internal sealed class ObjectStoreLifetime(ObjectStoreOptions options, TimeProvider time) : IHostedService, IAsyncDisposable
{
    private readonly WebApplication _app = ObjectStoreApp.Build(options, time);

    /// <summary>Where it listens, once it does.</summary>
    public Uri Address => new(_app.Urls.First());

    public Task StartAsync(CancellationToken cancellationToken) => _app.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
