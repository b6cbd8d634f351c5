using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RelayKit.Secrets;

namespace RelayKit.Storage.Secrets;

/// <summary>Registers what seals tenants' secrets, over the pools that are registered already.</summary>
public static class SecretsServiceCollectionExtensions
{
    /// <summary>The host does not start, with a message that says how to make one, without a wrapping key.</summary>
    public static IServiceCollection AddSecrets(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<SecretsOptions>, SecretsOptionsValidator>();
        services.AddOptions<SecretsOptions>().Configure(options => options.Read(configuration)).ValidateOnStart();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<ISecretProtector, SecretProtector>();
        services.AddSingleton(static provider => new KeyRingCheck(provider.GetRequiredService<KeyRing>()));
        services.AddSingleton(static provider => new SecretRotation(
            provider.GetRequiredService<KeyRing>(),
            provider.GetRequiredService<ISecretProtector>(),
            provider.GetServices<ProtectedColumn>(),
            provider.GetRequiredService<PostgresDataSources>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
