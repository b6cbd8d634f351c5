using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RelayKit.Storage.Secrets;

/// <summary>
/// ASP.NET Core Data Protection over RelayKit's table and wrapping keys, in a container of its own: nothing else that may use Data Protection in the process
/// shares its keys, and nothing is read before the first secret is.
/// </summary>
internal sealed class KeyRing(IOptions<SecretsOptions> options, PostgresDataSources sources, ILoggerFactory loggers) : IDisposable
{
    private const string Application = "relaykit";

    private readonly Lock _lock = new();
    private ServiceProvider? _services;

    public WrappingKeys Wrapping { get; } = new(options.Value.WrappingKeys);

    public KeyRingRepository Repository { get; } = new(sources);

    /// <summary>What seals and opens under the ring as it was last read.</summary>
    public IDataProtectionProvider Protection => Services.GetRequiredService<IDataProtectionProvider>();

    private IKeyManager Keys => Services.GetRequiredService<IKeyManager>();

    private ServiceProvider Services
    {
        get
        {
            lock (_lock)
            {
                return _services ??= Build();
            }
        }
    }

    /// <summary>Whether the ring, as it is stored now, has a key.</summary>
    public bool Has(Guid key) => Keys.GetAllKeys().Any(known => known.KeyId == key);

    /// <summary>
    /// The next use reads the ring anew. Data Protection by itself reads it once a day, in the background, and by its own account only looks for a key of
    /// another process's in its first minutes. What it held is left to those who are using it just now.
    /// </summary>
    public void LookAgain()
    {
        lock (_lock)
        {
            _services = null;
        }
    }

    /// <summary>Adds a key, which seals from now on.</summary>
    /// <returns>Its id.</returns>
    public Guid AddKey(DateTimeOffset now, TimeSpan life)
    {
        var key = Keys.CreateNewKey(now, now + life).KeyId;
        LookAgain();
        return key;
    }

    public void Dispose() => _services?.Dispose();

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddSingleton(loggers);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton(Wrapping);
        services.AddDataProtection().SetApplicationName(Application).AddKeyManagementOptions(management =>
        {
            management.XmlRepository = Repository;
            management.XmlEncryptor = new WrappingEncryptor(Wrapping);
        });
        return services.BuildServiceProvider();
    }
}
