using Npgsql;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Cluster;

/// <summary>
/// Three silos, each with the API in its process, and an API of its own, on one database. The third silo reaches PostgreSQL over a
/// wire that can be cut. Each test leaves all of them running.
/// </summary>
public sealed class SiloCluster : IAsyncLifetime
{
    public const string Name = "One running cluster";

    /// <summary>Long enough for a balancer that looks ten times a second.</summary>
    private static readonly TimeSpan DrainDelay = TimeSpan.FromSeconds(1);

    public TestDatabase Database { get; private set; } = null!;

    public PlayedLiveKit LiveKit { get; private set; } = null!;

    public TcpProxy PostgresOfThird { get; private set; } = null!;

    public IReadOnlyList<ClusterMember> Silos { get; private set; } = [];

    public ClusterMember Api { get; private set; } = null!;

    public IEnumerable<ClusterMember> Members => [.. Silos, Api];

    public async Task InitializeAsync()
    {
        Database = await PostgresServer.CreateDatabaseAsync();
        LiveKit = await PlayedLiveKit.StartAsync();
        var direct = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        PostgresOfThird = new TcpProxy(direct.Host!, direct.Port);
        var cuttable = new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Host = "127.0.0.1", Port = PostgresOfThird.Port };
        Silos =
        [
            .. new[] { direct, direct, cuttable }.Select((postgres, i) =>
                new ClusterMember($"silo {i + 1}", Executable.Silo, ClusterMember.Settings(postgres.ConnectionString, LiveKit.Url, DrainDelay))),
        ];
        Api = new ClusterMember("api", Executable.Api, ClusterMember.Settings(direct.ConnectionString, LiveKit.Url, DrainDelay));

        // The first alone, since it migrates; the API waits by itself until there is a silo.
        Api.Start();
        Silos[0].Start();
        await Silos[0].ReadyAsync();
        Silos[1].Start();
        Silos[2].Start();
        await Task.WhenAll(Members.Select(member => member.ReadyAsync()));
    }

    public async Task DisposeAsync()
    {
        foreach (var member in Members.Where(member => member is not null))
        {
            await member.DisposeAsync();
        }

        if (PostgresOfThird is not null)
        {
            await PostgresOfThird.DisposeAsync();
        }

        if (LiveKit is not null)
        {
            await LiveKit.DisposeAsync();
        }

        if (Database is not null)
        {
            await Database.DisposeAsync();
        }
    }

    /// <summary>A new tenant and its key.</summary>
    public Task<ClusterTenant> CreateTenantAsync() => ClusterTenant.CreateAsync(Api);
}

/// <summary>Tests that end and start processes of one cluster, one after the other.</summary>
[CollectionDefinition(SiloCluster.Name)]
public sealed class ClusterTests : ICollectionFixture<SiloCluster>;
