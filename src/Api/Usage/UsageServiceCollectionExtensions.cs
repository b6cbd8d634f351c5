using System.Text.Json;
using RelayKit.Api.Requests;

namespace RelayKit.Api.Usage;

/// <summary>Registers what the routes of usage need.</summary>
internal static class UsageServiceCollectionExtensions
{
    public static IServiceCollection AddUsage(this IServiceCollection services)
    {
        services.AddSingleton<TenantBandwidths>();
        services.AddSingleton<TenantRecordings>();
        services.AddSingleton<UsageMeters>();
        services.AddSingleton(static provider =>
        {
            var meters = provider.GetRequiredService<UsageMeters>();
            return new UsageFeeds(
                async (key, cancellation) => JsonSerializer.SerializeToUtf8Bytes(
                    await meters.ReadAsync(key, cancellation), ApiJson.Default.UsageResponse),
                provider.GetRequiredService<TimeProvider>());
        });
        return services;
    }
}
