using RelayKit.RateLimiting;

namespace RelayKit.Api.RateLimiting;

/// <summary>Registers what limits requests.</summary>
internal static class RateLimitServiceCollectionExtensions
{
    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<RateLimitPolicies>();
        services.AddSingleton<IRateLimitPolicies>(static provider => provider.GetRequiredService<RateLimitPolicies>());
        services.AddSingleton<ILeaseSource, GrainLeases>();
        services.AddSingleton<RateLimitInstruments>();
        services.AddSingleton<TenantBuckets>();
        services.AddSingleton<KeyBuckets>();
        services.AddSingleton<RateLimitFilter>();
        services.AddSingleton<AddressLimiter>();
        return services;
    }
}
