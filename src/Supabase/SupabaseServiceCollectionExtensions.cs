using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RelayKit.Supabase;

/// <summary>Registers what RelayKit needs to speak with Supabase Auth.</summary>
public static class SupabaseServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="GoTrueClient"/> and <see cref="SupabaseTokens"/> for the project under <c>RelayKit:Auth:Supabase</c>. The host does not start, with a
    /// message that names the setting, when one is missing or wrong.
    /// </summary>
    public static IServiceCollection AddSupabaseAuth(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddGoTrueHttpClient();
        services.AddSingleton<IValidateOptions<SupabaseOptions>, SupabaseOptionsValidation>();
        services.AddOptions<SupabaseOptions>().BindConfiguration(SupabaseOptions.Section).ValidateOnStart();
        services.AddSingleton<SupabaseInstruments>();
        services.AddSingleton(static provider => new GoTrueClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(GoTrueResilience.HttpClientName),
            provider.GetRequiredService<IOptions<SupabaseOptions>>().Value));
        services.AddSingleton(static provider => new SigningKeys(
            provider.GetRequiredService<GoTrueClient>().ReadKeysAsync,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<SupabaseInstruments>(),
            provider.GetRequiredService<ILogger<SigningKeys>>()));
        services.AddSingleton(static provider => new SupabaseTokens(
            provider.GetRequiredService<IOptions<SupabaseOptions>>().Value,
            provider.GetRequiredService<SigningKeys>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
