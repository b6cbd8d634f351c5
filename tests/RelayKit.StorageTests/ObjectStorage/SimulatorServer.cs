using Microsoft.AspNetCore.Builder;
using RelayKit.LiveKit.Simulator.ObjectStore;

namespace RelayKit.StorageTests.ObjectStorage;

/// <summary>The simulator's object store, which development and all other tests use.</summary>
public sealed class SimulatorServer : S3Server
{
    private readonly WebApplication _app = ObjectStoreApp.Build(
        new ObjectStoreOptions
        {
            Urls = "http://127.0.0.1:0",
            Buckets = [new(First, "us-east-1"), new(Second, "us-east-1")],
            Keys = [new("owner", "owner-secret")],
        },
        TimeProvider.System);

    protected override Uri Address => new(_app.Urls.First());

    protected override string AccessKeyId => "owner";

    protected override string SecretAccessKey => "owner-secret";

    public override Task InitializeAsync() => _app.StartAsync();

    public override async Task DisposeAsync() => await _app.DisposeAsync();
}
