using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.TestingHost;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Migrations;

/// <summary>
/// Two silos and an outside client over Orleans' own ADO.NET providers, all on the pool of <c>relaykit_app</c>. Plain hosts,
/// because the in-process test cluster brings a membership table of its own.
/// </summary>
public sealed class OrleansCluster : IAsyncLifetime
{
    internal const string DeletingStorage = "deleting";
    internal const string ClusterId = "storage-tests";
    private const string Npgsql = "Npgsql";

    private readonly List<IHost> _silos = [];
    private IHost? _client;

    internal PostgresFixture Postgres { get; } = new();

    internal IServiceProvider Silo => _silos[0].Services;

    internal IClusterClient Client => _client!.Services.GetRequiredService<IClusterClient>();

    public async Task InitializeAsync()
    {
        await Postgres.InitializeAsync();
        using var ports = new TestClusterPortAllocator();
        var (siloPort, gatewayPort) = ports.AllocateConsecutivePortPairs(2);
        _silos.Add(NewSilo(siloPort, gatewayPort));
        _silos.Add(NewSilo(siloPort + 1, gatewayPort + 1));
        foreach (var silo in _silos)
        {
            await silo.StartAsync();
        }
        _client = NewClient();
        await _client.StartAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var host in _silos.Prepend(_client).OfType<IHost>())
        {
            await host.StopAsync();
            host.Dispose();
        }
        await Postgres.DisposeAsync();
    }

    private IHost NewSilo(int siloPort, int gatewayPort)
    {
        var builder = NewHost();
        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(Name)
            .ConfigureEndpoints(IPAddress.Loopback, siloPort, gatewayPort)
            .UseAdoNetClustering((AdoNetClusteringSiloOptions o) => (o.Invariant, o.DataSource) = (Npgsql, Postgres.Sources.App))
            .UseAdoNetReminderService((AdoNetReminderTableOptions o) => (o.Invariant, o.DataSource) = (Npgsql, Postgres.Sources.App))
            .AddAdoNetGrainStorageAsDefault((AdoNetGrainStorageOptions o) => (o.Invariant, o.DataSource) = (Npgsql, Postgres.Sources.App))
            .AddAdoNetGrainStorage(DeletingStorage, (AdoNetGrainStorageOptions o) =>
            {
                (o.Invariant, o.DataSource) = (Npgsql, Postgres.Sources.App);
                o.DeleteStateOnClear = true;
            }));
        return builder.Build();
    }

    private IHost NewClient()
    {
        var builder = NewHost();
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(Name)
            .UseAdoNetClustering((AdoNetClusteringClientOptions o) => (o.Invariant, o.DataSource) = (Npgsql, Postgres.Sources.App)));
        return builder.Build();
    }

    private static HostApplicationBuilder NewHost()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        return builder;
    }

    private static void Name(ClusterOptions options) => (options.ClusterId, options.ServiceId) = (ClusterId, "storage-tests");
}
