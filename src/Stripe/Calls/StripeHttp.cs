using System.Net.Security;
using System.Security.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

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
        .ConfigurePrimaryHttpMessageHandler(CreateHandler)
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan);

    private static SocketsHttpHandler CreateHandler() => new()
    {
        // A redirect would carry the key to an address that nobody configured.
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        // The client lives as long as the process: connections are renewed so that a changed DNS entry is seen.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        SslOptions = new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 },
    };
}
