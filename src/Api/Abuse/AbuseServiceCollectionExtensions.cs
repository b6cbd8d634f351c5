using RelayKit.Abuse;

namespace RelayKit.Api.Abuse;

/// <summary>Registers what counts for the rules about abuse, and tells of it.</summary>
internal static class AbuseServiceCollectionExtensions
{
    public static IServiceCollection AddAbuseRules(this IServiceCollection services)
    {
        services.AddOptions<AbuseOptions>().BindConfiguration(AbuseOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ActivityCounters>();
        services.AddSingleton<BlockedAddresses>();
        services.AddHostedService<AbuseReports>();
        return services;
    }
}
