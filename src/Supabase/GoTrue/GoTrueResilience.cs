using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Timeout;

namespace RelayKit.Supabase;

/// <summary>
/// How calls to Supabase meet bad weather. After a lost connection, a timeout, 408, 502, 503 or 504 nobody knows whether the call took effect: only what may be
/// repeated without harm (GET, PUT and DELETE) is sent again, once.
/// </summary>
internal static class GoTrueResilience
{
    public const string HttpClientName = "RelayKit.Supabase";

    /// <summary>A user's own metadata can be large; a set of keys is some kilobytes.</summary>
    public const long MaxResponseBytes = 1024 * 1024;

    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Also over the body, which may come slower than the header.</summary>
    public static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(12);

    public static IHttpClientBuilder AddGoTrueHttpClient(this IServiceCollection services)
    {
        var builder = services.AddHttpClient(HttpClientName, client =>
        {
            client.Timeout = TotalTimeout;
            client.MaxResponseContentBufferSize = MaxResponseBytes;
        });
        builder.ConfigurePrimaryHttpMessageHandler(CreateHandler).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        builder.AddResilienceHandler("supabase", (pipeline, context) =>
            Configure(pipeline, context.ServiceProvider.GetRequiredService<TimeProvider>()));
        return builder;
    }

    private static SocketsHttpHandler CreateHandler() => new()
    {
        // A redirect would carry the keys to an address that nobody configured.
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(3),
        // The client lives as long as the process: connections are renewed so that a changed DNS entry is seen.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        SslOptions = new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 },
    };

    private static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, TimeProvider time)
    {
        pipeline.TimeProvider = time;
        pipeline.AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = 1,
            Delay = TimeSpan.Zero,
            BackoffType = DelayBackoffType.Constant,
            UseJitter = false,
            ShouldRetryAfterHeader = false,
            ShouldHandle = static attempt => ValueTask.FromResult(
                attempt.Context.GetRequestMessage() is { } request && MayBeRepeated(request.Method) && OutcomeIsUnknown(attempt.Outcome)),
        });
        pipeline.AddTimeout(AttemptTimeout);
    }

    private static bool MayBeRepeated(HttpMethod method) => method == HttpMethod.Get || method == HttpMethod.Put || method == HttpMethod.Delete;

    private static bool OutcomeIsUnknown(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is HttpRequestException or TimeoutRejectedException
        || outcome.Result?.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
}
