using RelayKit.Stripe;

namespace RelayKit.Api.Inbound.Stripe;

/// <summary>Puts Stripe into a process, where it is configured.</summary>
internal static class StripeHosting
{
    /// <summary>Adds Stripe as the billing provider, and its webhooks; nothing without a section <c>RelayKit:Stripe</c>.</summary>
    public static void AddStripe(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.IsStripeConfigured())
        {
            services.AddStripeBilling();
            services.AddSingleton<StripeWebhookInstruments>();
            services.AddSingleton<StripeWebhook>();
        }
    }
}
