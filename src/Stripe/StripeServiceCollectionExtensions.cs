using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RelayKit.Billing;
using RelayKit.Stripe.Calls;
using RelayKit.Stripe.Webhooks;
using Api = global::Stripe;

namespace RelayKit.Stripe;

/// <summary>Registers what RelayKit needs to speak with Stripe.</summary>
public static class StripeServiceCollectionExtensions
{
    /// <summary>Whether anything is configured under <c>RelayKit:Stripe</c>: something that is not enough is refused when the settings are checked.</summary>
    public static bool IsStripeConfigured(this IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.GetSection(StripeOptions.Section).GetChildren().Any();
    }

    /// <summary>
    /// Adds Stripe as the <see cref="IBillingProvider"/>, and <see cref="StripeWebhooks"/>. The host does not start, with a message that names the setting, when one is
    /// missing or wrong.
    /// </summary>
    public static IServiceCollection AddStripeBilling(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<StripeOptions>, StripeOptionsValidation>();
        services.AddOptions<StripeOptions>().BindConfiguration(StripeOptions.Section).ValidateOnStart();
        services.AddStripeHttpClient();
        services.AddSingleton<StripeInstruments>();
        services.AddSingleton<StripeCalls>();
        services.AddSingleton(static provider => ClientOf(
            provider.GetRequiredService<IOptions<StripeOptions>>().Value,
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(StripeHttp.HttpClientName)));
        services.AddSingleton(static provider => new StripeMeters(
            provider.GetRequiredService<Api.StripeClient>(),
            provider.GetRequiredService<StripeCalls>(),
            provider.GetRequiredService<IOptions<StripeOptions>>().Value));
        services.AddSingleton<IBillingProvider>(static provider => new StripeBillingProvider(
            provider.GetRequiredService<Api.StripeClient>(),
            provider.GetRequiredService<StripeCalls>(),
            provider.GetRequiredService<StripeMeters>(),
            provider.GetRequiredService<IOptions<StripeOptions>>().Value,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider => new StripeWebhooks(
            provider.GetRequiredService<IOptions<StripeOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Every address is the configured one, so that a double gets all of it; nothing is repeated below, and nothing measured for Stripe.</summary>
    private static Api.StripeClient ClientOf(StripeOptions options, HttpClient http)
    {
        var address = options.ApiBase.TrimEnd('/');
        var isStripe = address == StripeOptions.DefaultApiBase;
        return new Api.StripeClient(new Api.StripeClientOptions
        {
            ApiKey = options.ApiKey,
            ApiBase = address,
            MeterEventsBase = isStripe ? null : address,
            ConnectBase = isStripe ? null : address,
            FilesBase = isStripe ? null : address,
            HttpClient = new Api.SystemNetHttpClient(http, maxNetworkRetries: 0, appInfo: null, enableTelemetry: false),
        });
    }
}
