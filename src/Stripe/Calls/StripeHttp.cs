using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RelayKit.Outgoing;

namespace RelayKit.Stripe.Calls;

/// <summary>The HTTP client below Stripe's library. It repeats nothing: <see cref="StripeCalls"/> does, and has to know what became of each attempt.</summary>
internal static class StripeHttp
{
    public const string HttpClientName = "RelayKit.Stripe";

    /// <summary>An invoice with a hundred lines has some 200 KiB.</summary>
    private const long MaxResponseBytes = 8 * 1024 * 1024;

    public static IHttpClientBuilder AddStripeHttpClient(this IServiceCollection services) => services
        .AddHttpClient(HttpClientName, static (provider, client) =>
        {
            client.Timeout = provider.GetRequiredService<IOptions<StripeOptions>>().Value.AttemptTimeout;
            client.MaxResponseContentBufferSize = MaxResponseBytes;
        })
        .ConfigurePrimaryHttpMessageHandler(ProviderConnections.CreateHandler)
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
}
