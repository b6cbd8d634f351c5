using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RelayKit.Storage;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Outbox.Crashes;

/// <summary>Messages of one kind with a receiver that counts, the real sender in a process of its own, and a clock that passes leases by.</summary>
internal abstract class CrashScene : IAsyncDisposable
{
    private readonly Dictionary<string, string> _settings;
    private ServiceProvider? _services;

    protected CrashScene(PostgresFixture postgres, Gate gate)
    {
        Postgres = postgres;
        Gate = gate;
        _settings = new Dictionary<string, string>
        {
            ["RelayKit__Postgres"] = postgres.ConnectionString,
            ["RelayKit__Secrets__WrappingKeys__0"] = "b3V0Ym94LWNyYXNoLXRlc3RzLXdyYXBwaW5nLWtleSE=",
        };
    }

    public abstract string Kind { get; }

    /// <summary>Longer than a process that died holds a message.</summary>
    public abstract TimeSpan Lease { get; }

    public Gate Gate { get; }

    /// <summary>How far the clocks of processes are ahead.</summary>
    public TimeSpan Ahead { get; protected set; } = TimeSpan.Zero;

    protected PostgresFixture Postgres { get; }

    /// <summary>RelayKit's services, as the processes have them.</summary>
    protected IServiceProvider Services => _services ??= BuildServices();

    /// <summary>Starts a process, which sends first what another has left.</summary>
    public Task<Victim> StartAsync(CrashStep step) => Victim.StartAsync(_settings, Kind, step, Ahead);

    /// <summary>Something happens of which a message tells.</summary>
    /// <returns>The message, and what its request has in it and no other.</returns>
    public abstract Task<(Guid Message, string Mark)> CauseAsync();

    /// <summary>Whether the promise of the kind was kept.</summary>
    /// <param name="step">Where each process was killed.</param>
    /// <param name="runs">How many were.</param>
    public abstract Task VerifyAsync(CrashStep step, int runs);

    /// <summary>What a process held that died is due again.</summary>
    public virtual void PassLease() => Ahead += Lease + TimeSpan.FromSeconds(1);

    public virtual async ValueTask DisposeAsync()
    {
        await Gate.DisposeAsync();
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }
    }

    protected void Set(string name, string value) => _settings[name] = value;

    protected virtual void Add(IServiceCollection services, IConfiguration configuration)
    {
    }

    private ServiceProvider BuildServices()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(_settings.Select(static setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<TimeProvider>(new ClockOf(() => Ahead));
        services.AddLogging();
        services.AddStores(configuration);
        Add(services, configuration);
        return services.BuildServiceProvider();
    }

    /// <summary>A clock that is ahead.</summary>
    protected sealed class ClockOf(Func<TimeSpan> ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead();
    }
}
