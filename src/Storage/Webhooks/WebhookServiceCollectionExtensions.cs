using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RelayKit.Storage.Outbox;
using RelayKit.Storage.Outgoing;
using RelayKit.Storage.Secrets;
using RelayKit.Webhooks;

namespace RelayKit.Storage.Webhooks;

/// <summary>Registers tenants' webhooks.</summary>
internal static class WebhookServiceCollectionExtensions
{
    /// <summary>Adds the stores, and what rotation needs to find the secrets.</summary>
    public static IServiceCollection AddWebhookStores(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IWebhookEndpointStore, PostgresWebhookEndpointStore>();
        services.AddSingleton<IWebhookDeliveryStore, PostgresWebhookDeliveryStore>();
        services.AddSingleton(new ProtectedColumn("webhook_endpoints", "secret", IWebhookEndpointStore.Purpose));
        return services.AddSingleton(new ProtectedColumn("webhook_endpoints", "previous_secret", IWebhookEndpointStore.Purpose));
    }

    /// <summary>Adds the sending, and the watch over endpoints that fail, which writes into the ledger.</summary>
    public static IServiceCollection AddWebhookSending(this IServiceCollection services)
    {
        services.AddSingleton(static provider => new WebhookClient(
            provider.GetRequiredService<IOptions<WebhookOptions>>().Value.AllowPrivateAddresses
                || provider.GetRequiredService<IOptions<OutgoingOptions>>().Value.AllowPrivateAddresses,
            provider.GetRequiredService<IOptions<WebhookOptions>>().Value.AllowHttp,
            Dns.GetHostAddressesAsync));
        services.AddSingleton<WebhookReader>();
        services.AddOutboxSender<WebhookSender>();
        services.AddSingleton<IWebhookNotices, WebhookMails>();
        return services.AddHostedService<WebhookHealthWatch>();
    }
}
