using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RelayKit.Secrets;
using RelayKit.Storage;
using RelayKit.Storage.Secrets;

namespace RelayKit.StorageTests.Secrets;

/// <summary>One process's part in sealing, with wrapping keys of its own, over a database that several share.</summary>
internal sealed class SecretStack : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public SecretStack(PostgresDataSources sources, params string[] wrappingKeys)
        : this(sources, [], wrappingKeys)
    {
    }

    public SecretStack(PostgresDataSources sources, ProtectedColumn[] columns, params string[] wrappingKeys)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            wrappingKeys.Select((key, i) => KeyValuePair.Create<string, string?>($"RelayKit:Secrets:WrappingKeys:{i}", key))).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System);
        foreach (var column in columns)
        {
            services.AddSingleton(column);
        }

        // The pools belong to the test, which outlives this: a factory's instance would be disposed with it.
        services.AddSingleton(sources);
        services.AddSecrets(configuration);
        _services = services.BuildServiceProvider();
    }

    public ISecretProtector Protector => _services.GetRequiredService<ISecretProtector>();

    public SecretRotation Rotation => _services.GetRequiredService<SecretRotation>();

    public KeyRingCheck Check => _services.GetRequiredService<KeyRingCheck>();

    public KeyRing Ring => _services.GetRequiredService<KeyRing>();

    /// <summary>Throws as the start of a process does.</summary>
    public SecretsOptions Options => _services.GetRequiredService<IOptions<SecretsOptions>>().Value;

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
