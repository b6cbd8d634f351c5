using Microsoft.Extensions.DependencyInjection;
using RelayKit.Billing;
using RelayKit.Storage.Outbox;

namespace RelayKit.Storage.Billing;

/// <summary>Registers billing. A provider is registered by whoever implements one; without it usage accrues.</summary>
public static class BillingServiceCollectionExtensions
{
    /// <summary>Adds what a process needs to read and change how tenants stand, and to take a provider's news.</summary>
    public static IServiceCollection AddBilling(this IServiceCollection services)
    {
        services.AddOptions<BillingOptions>().BindConfiguration(BillingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IPlanStore, PostgresPlanStore>();
        services.AddSingleton<Plans>();
        services.AddSingleton<IBillingStore, PostgresBillingStore>();
        services.AddSingleton<IMeterReportStore, PostgresMeterReportStore>();
        services.AddSingleton<MeterReportProgress>();
        services.AddSingleton<ITenantTerms, GrainTenantTerms>();
        services.AddSingleton<DunningWork>();
        services.AddSingleton<IDunning>(static provider => provider.GetRequiredService<DunningWork>());
        return services.AddSingleton<IBillingUpdates, PostgresBillingUpdates>();
    }

    /// <summary>Adds the work itself. One process would do; several share it.</summary>
    public static IServiceCollection AddBillingWork(this IServiceCollection services)
    {
        services.AddSingleton<MeterReporter>();
        services.AddSingleton<BillingComparer>();
        services.AddHostedService<BillingWork>();
        return services.AddOutboxSender<MeterSender>();
    }
}
