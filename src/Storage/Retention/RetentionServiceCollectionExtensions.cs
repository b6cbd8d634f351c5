using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RelayKit.Retention;
using RelayKit.Storage.RequestLogs;
using RelayKit.Storage.Webhooks;

namespace RelayKit.Storage.Retention;

/// <summary>Registers what removes what is past its day.</summary>
public static class RetentionServiceCollectionExtensions
{
    /// <summary>
    /// Adds the runner and the steps of the tables of this house; others register an <see cref="IRetentionStep"/> of their own. PostgreSQL's pools have
    /// to be there, and no store or secret besides.
    /// </summary>
    /// <param name="services">The process's services.</param>
    /// <param name="ownsPartitions">
    /// Whether this process has the login of migrations, and so may drop whole partitions and give a day that is over its indexes. Without it every row is
    /// deleted by itself, and empty partitions and indexes wait for <c>RelayKit.Silo retain</c>, or for a silo that has it.
    /// </param>
    public static IServiceCollection AddRetention(this IServiceCollection services, bool ownsPartitions)
    {
        services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<IRetentionRunStore, PostgresRetentionRunStore>();
        services.AddSingleton<DueRows>();
        services.AddSingleton<PartitionOwner>();
        services.AddSingleton<PartitionDrop>();
        services.AddSingleton(provider => new RetainedRows(
            provider.GetRequiredService<DueRows>(), ownsPartitions ? provider.GetRequiredService<PartitionDrop>() : null));
        services.AddSingleton<SessionRemoval>();
        services.AddSingleton<EventRemoval>();
        services.AddSingleton<IRetentionStep, RequestLogRetention>();
        services.AddSingleton<IRetentionStep, WebhookRetention>();
        services.AddSingleton<IRetentionStep, UsageRetention>();
        services.AddSingleton<IRetentionStep, SpentRetention>();
        if (ownsPartitions)
        {
            services.AddSingleton<IRetentionStep, RequestLogIndexing>();
        }

        services.AddSingleton<RetentionRunner>();
        return services;
    }
}
