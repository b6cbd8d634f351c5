using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace RelayKit.Storage;

/// <summary>The ground the stores stand on: settings, pools, migrations, the isolation check and partitions.</summary>
public static class PostgresServiceCollectionExtensions
{
    /// <summary>
    /// Reads <c>RelayKit:Postgres*</c> and throws <c>OptionsValidationException</c> on first use if it makes no sense. Neither migrates nor checks by itself: the
    /// host calls <see cref="Migrator"/> and <see cref="RoleSelfCheck"/> before it starts.
    /// </summary>
    public static IServiceCollection AddRelayKitPostgres(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => PostgresOptionsValidator.Validated(PostgresOptions.From(configuration)));
        services.AddSingleton<PostgresDataSources>();
        services.AddSingleton<Migrator>();
        services.AddSingleton<RoleSelfCheck>();
        services.AddSingleton<SchemaCheck>();
        services.AddSingleton<PartitionMaintenance>();
        services.AddSingleton(provider => new DatabasePreparation(
            provider.GetRequiredService<Migrator>(),
            provider.GetRequiredService<PartitionMaintenance>(),
            provider.GetRequiredService<RoleSelfCheck>(),
            provider.GetRequiredService<SchemaCheck>(),
            provider.GetRequiredService<PostgresOptions>()));
        return services;
    }

    /// <summary>Adds the daily work on partitions. One process would do; several do no harm.</summary>
    public static IServiceCollection AddRelayKitPartitionMaintenance(this IServiceCollection services) =>
        services.AddHostedService(provider => provider.GetRequiredService<PartitionMaintenance>());
}
