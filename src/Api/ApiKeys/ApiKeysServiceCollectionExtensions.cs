using RelayKit.Api.Authentication;

namespace RelayKit.Api.ApiKeys;

/// <summary>Registers what lets API keys in, and what is done with them.</summary>
internal static class ApiKeysServiceCollectionExtensions
{
    public static IServiceCollection AddApiKeys(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeyCache>();
        services.AddSingleton<ApiKeyFilter>();
        services.AddSingleton<ApiKeyInstruments>();
        services.AddSingleton<ApiKeyUses>();
        services.AddHostedService(static provider => provider.GetRequiredService<ApiKeyUses>());
        return services;
    }
}
