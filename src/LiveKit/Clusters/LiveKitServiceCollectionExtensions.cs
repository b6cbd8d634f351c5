using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace RelayKit.LiveKit;

/// <summary>Registers what RelayKit needs to speak with LiveKit.</summary>
public static class LiveKitServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="LiveKitClusters"/> and <see cref="WebhookVerifier"/> for the clusters under <c>RelayKit:LiveKit</c>.
    /// The host does not start, with a message that names the setting, when one is missing or wrong.
    /// </summary>
    public static IServiceCollection AddLiveKit(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddLiveKitHttpClient();
        services.AddSingleton<IConfigureOptions<LiveKitOptions>>(new ConfigureLiveKitOptions(configuration));
        services.AddSingleton<IValidateOptions<LiveKitOptions>, LiveKitOptionsValidation>();
        services.AddOptions<LiveKitOptions>().ValidateOnStart();
        services.AddSingleton(CreateClusters);
        services.AddSingleton(provider => new WebhookVerifier(
            provider.GetRequiredService<LiveKitClusters>().All.SelectMany(cluster => cluster.Keys),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static LiveKitClusters CreateClusters(IServiceProvider provider)
    {
        var http = provider.GetRequiredService<IHttpClientFactory>();
        var time = provider.GetRequiredService<TimeProvider>();
        var options = provider.GetRequiredService<IOptions<LiveKitOptions>>().Value;
        return new LiveKitClusters([.. options.Clusters.Select(cluster => CreateCluster(cluster, http, time))]);
    }

    private static LiveKitCluster CreateCluster(LiveKitClusterOptions cluster, IHttpClientFactory http, TimeProvider time)
    {
        var tokens = new AccessTokenIssuer(cluster.ApiKey!, cluster.ApiSecret!, time);
        var client = http.CreateClient(LiveKitResilience.HttpClientName);
        var transport = new TwirpTransport(client, LiveKitUrl.ForCalls(cluster.Url!), time);
        var additional = cluster.AdditionalKeys.Select(key => new WebhookKey(cluster.Name, key.ApiKey!, key.ApiSecret!));
        return new LiveKitCluster(
            cluster.Name,
            LiveKitUrl.ForClients(string.IsNullOrWhiteSpace(cluster.PublicUrl) ? cluster.Url! : cluster.PublicUrl),
            new LiveKitClient(transport, tokens, time),
            tokens,
            [new WebhookKey(cluster.Name, cluster.ApiKey!, cluster.ApiSecret!), .. additional])
        {
            Egress = new LiveKitEgressClient(transport, tokens),
            Ingress = new LiveKitIngressClient(transport, tokens),
            Metrics = cluster.MetricsUrls.Count == 0 ? null : new LiveKitMetrics(
                client,
                [.. cluster.MetricsUrls.Select(static url => new Uri(url))],
                string.IsNullOrEmpty(cluster.MetricsUsername) ? null : (cluster.MetricsUsername, cluster.MetricsPassword!),
                time),
        };
    }
}
