using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using RelayKit.Ledger;
using RelayKit.LiveKit;
using RelayKit.Rooms;
using RelayKit.Rooms.Relays;
using RelayKit.Storage;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.ClusterTests.Cluster;

/// <summary>A silo, or several, in this process on a database of their own: the real grains, stores and ledger, and a clock that can be moved.</summary>
public class ClusterFixture : IAsyncLifetime
{
    private readonly Dictionary<string, string?> _settings;
    private readonly bool _isShared;
    private readonly short _silos;
    private InProcessTestCluster _cluster = null!;

    public ClusterFixture()
        : this([])
    {
    }

    protected ClusterFixture(Dictionary<string, string?> settings, short silos = 1)
    {
        _settings = settings;
        _silos = silos;
    }

    /// <summary>A silo on a database that is another's: it is left as it is in the end.</summary>
    internal ClusterFixture(TestDatabase shared)
        : this([])
    {
        Database = shared;
        _isShared = true;
    }

    public TestDatabase Database { get; private set; } = null!;

    public MovableTime Time { get; } = new();

    public UnreliableLedger Ledger => (UnreliableLedger)Silo.GetRequiredService<ILedger>();

    private IServiceProvider Silo => _cluster.Silos[0].ServiceProvider;

    public async Task InitializeAsync()
    {
        Database ??= await TestDatabase.CreateAsync();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(_settings)
        {
            ["RelayKit:Postgres"] = Database.ConnectionString,
            ["RelayKit:Secrets:WrappingKeys:0"] = "d3JhcHBpbmctb2YtdGhlLWNsdXN0ZXItdGVzdHMtMDA=",
            ["RelayKit:LiveKit:0:Url"] = "http://127.0.0.1:1",
            ["RelayKit:LiveKit:0:ApiKey"] = "APIcluster",
            ["RelayKit:LiveKit:0:ApiSecret"] = "secret-of-the-cluster-tests-0123456789",
            ["RelayKit:LiveKit:1:Name"] = "second",
            ["RelayKit:LiveKit:1:Url"] = "http://127.0.0.1:1",
            ["RelayKit:LiveKit:1:ApiKey"] = "APIsecond",
            ["RelayKit:LiveKit:1:ApiSecret"] = "secret-of-the-second-cluster-0123456789",
        }).Build();
        await PrepareAsync(configuration);

        var builder = new InProcessTestClusterBuilder(_silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorageAsDefault();
            silo.UseInMemoryReminderService();
            silo.UseSystemTextJsonGrainStorageSerializer();
            AddRelayKit(silo.Services, configuration);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        if (Database is not null && !_isShared)
        {
            await Database.DisposeAsync();
        }
    }

    /// <summary>A service of one of the silos.</summary>
    public T OnSilo<T>(int silo)
        where T : notnull => _cluster.Silos[silo].ServiceProvider.GetRequiredService<T>();

    /// <summary>How many rooms are awake on one of the silos.</summary>
    public async Task<int> CountRoomsOnSiloAsync(int silo) => (await _cluster.Client.GetGrain<IManagementGrain>(0)
        .GetDetailedGrainStatistics(hostsIds: [_cluster.Silos[silo].SiloAddress]))
        .Count(grain => grain.GrainType.Contains(nameof(RoomGrain), StringComparison.Ordinal));

    /// <summary>Another silo joins.</summary>
    public Task AddSiloAsync() => _cluster.StartAdditionalSiloAsync();

    /// <summary>A silo leaves, in order.</summary>
    public Task StopSiloAsync(int silo) => _cluster.StopSiloAsync(_cluster.Silos[silo]);

    public ITenantGrain Tenant(TenantId tenant) => _cluster.Client.GetGrain<ITenantGrain>(tenant.ToString());

    public IRoomGrain Room(RoomKey room) => _cluster.Client.GetGrain<IRoomGrain>(room.ToString());

    public TGrain Grain<TGrain>(string key)
        where TGrain : IGrainWithStringKey => _cluster.Client.GetGrain<TGrain>(key);

    public IUsageMeterGrain Meter(RoomKey room) =>
        _cluster.Client.GetGrain<IUsageMeterGrain>(new MeterKey(room.Tenant, room.Mode).ToString());

    /// <summary>A new room of a new tenant.</summary>
    public async Task<RoomKey> CreateRoomAsync()
    {
        var room = new RoomKey(TenantId.New(Time), Mode.Live, "lobby");
        Assert.True((await Room(room).CreateAsync(new RoomSettings(), CancellationToken.None)).IsSuccess);
        return room;
    }

    /// <summary>Lets every activation go, as a silo that shuts down does; the next call reads its rows anew.</summary>
    public async Task DeactivateAllAsync()
    {
        // Collected again each time: a room's last commit may wake a meter after the first collection has gone by.
        var management = _cluster.Client.GetGrain<IManagementGrain>(0);
        await Eventually.EqualAsync(0, async () =>
        {
            await management.ForceActivationCollection(TimeSpan.Zero);
            return (await management.GetDetailedGrainStatistics())
                .Count(grain => grain.GrainType.Contains("RelayKit", StringComparison.Ordinal)
                    && !grain.GrainType.Contains(nameof(RoomRelay), StringComparison.Ordinal));
        });
    }

    private static async Task PrepareAsync(IConfiguration configuration)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(configuration);
        services.AddStores(configuration);
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<DatabasePreparation>().RunAsync(CancellationToken.None);
    }

    private void AddRelayKit(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(configuration);
        services.AddLiveKit(configuration);
        services.AddStores(configuration);
        services.AddLedger();
        services.AddGrains();
        var real = services.Single(service => service.ServiceType == typeof(ILedger));
        services.Remove(real);
        services.AddSingleton<ILedger>(provider => new UnreliableLedger((ILedger)real.ImplementationFactory!(provider)));
        Adapt(services);
    }

    /// <summary>What is otherwise in this fixture's silos.</summary>
    protected virtual void Adapt(IServiceCollection services)
    {
    }
}
