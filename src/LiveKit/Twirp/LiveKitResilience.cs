using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Timeout;

namespace RelayKit.LiveKit;

/// <summary>
/// How calls to LiveKit meet bad weather. LiveKit asks the room's node up to three times, 3 s each, before it gives up,
/// so an attempt gets 10 s. After a lost connection, a timeout, 408 or 503 nobody knows whether the call took effect:
/// only calls that may be repeated without harm are sent again.
/// </summary>
internal static class LiveKitResilience
{
    /// <summary>
    /// One client serves every cluster: connections are pooled by address and the pipeline keeps no state between calls,
    /// so a cluster that is down does not touch another.
    /// </summary>
    public const string HttpClientName = "RelayKit.LiveKit";

    public const long MaxResponseBytes = 64 * 1024 * 1024;

    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(15);
    public static readonly HttpRequestOptionsKey<bool> MayBeRepeated = new("RelayKit.LiveKit.MayBeRepeated");

    public static IHttpClientBuilder AddLiveKitHttpClient(this IServiceCollection services)
    {
        var builder = services.AddHttpClient(HttpClientName, client =>
        {
            client.Timeout = Timeout.InfiniteTimeSpan;
            client.MaxResponseContentBufferSize = MaxResponseBytes;
        });
        builder.ConfigurePrimaryHttpMessageHandler(CreateHandler).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        builder.AddResilienceHandler("livekit", (pipeline, context) =>
            Configure(pipeline, context.ServiceProvider.GetRequiredService<TimeProvider>()));
        return builder;
    }

    private static SocketsHttpHandler CreateHandler() => new()
    {
        // A redirect would carry the token to an address that nobody configured.
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        // The client lives as long as the process: connections are renewed so that a changed DNS entry is seen.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        SslOptions = new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 },
    };

    private static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, TimeProvider time)
    {
        pipeline.TimeProvider = time;
        pipeline.AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(200),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = attempt => ValueTask.FromResult(
                attempt.Context.GetRequestMessage()?.Options.TryGetValue(MayBeRepeated, out var may) == true && may
                && OutcomeIsUnknown(attempt.Outcome)),
        });
        pipeline.AddTimeout(AttemptTimeout);
    }

    private static bool OutcomeIsUnknown(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is HttpRequestException or TimeoutRejectedException
        || outcome.Result?.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.RequestTimeout;
}
