using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using RelayKit.Silo;
using SiloOptions = Orleans.Configuration.SiloOptions;

namespace RelayKit.UnitTests.Silo;

/// <summary>What Orleans itself makes of a pod's variables together with RelayKit's settings: nobody's is lost.</summary>
public sealed class KubernetesHostingTests : IDisposable
{
    private static readonly Dictionary<string, string> Pod = new()
    {
        ["POD_NAME"] = "relaykit-silo-abc",
        ["POD_NAMESPACE"] = "relaykit",
        ["POD_IP"] = "10.0.0.7",
        ["ORLEANS_CLUSTER_ID"] = "green",
        ["ORLEANS_SERVICE_ID"] = "relaykit",
    };

    // Orleans' package reads the environment itself; nothing else in these tests looks at these variables.
    public KubernetesHostingTests() => Pod.ToList().ForEach(variable => Environment.SetEnvironmentVariable(variable.Key, variable.Value));

    public void Dispose() => Pod.Keys.ToList().ForEach(variable => Environment.SetEnvironmentVariable(variable, null));

    [Fact]
    public async Task A_pod_advertises_its_address_and_listens_on_every_one()
    {
        await using var silo = Build(("Kubernetes", "true"), ("SiloPort", "12345"), ("GatewayPort", "23456"));

        var endpoint = silo.Services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        Assert.Equal(IPAddress.Parse("10.0.0.7"), endpoint.AdvertisedIPAddress);
        Assert.Equal((12345, 23456), (endpoint.SiloPort, endpoint.GatewayPort));
        Assert.Equal(new IPEndPoint(IPAddress.Any, 12345), endpoint.SiloListeningEndpoint);
        Assert.Equal(new IPEndPoint(IPAddress.Any, 23456), endpoint.GatewayListeningEndpoint);
    }

    [Fact]
    public async Task A_pod_has_its_own_name_and_the_clusters_identity()
    {
        await using var silo = Build(("Kubernetes", "true"));

        var cluster = silo.Services.GetRequiredService<IOptions<ClusterOptions>>().Value;
        Assert.Equal(("green", "relaykit"), (cluster.ClusterId, cluster.ServiceId));
        Assert.Equal("relaykit-silo-abc", silo.Services.GetRequiredService<IOptions<SiloOptions>>().Value.SiloName);
    }

    [Fact]
    public async Task Elsewhere_a_pods_variables_mean_nothing()
    {
        await using var silo = Build();

        var endpoint = silo.Services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        Assert.Equal(IPAddress.Loopback, endpoint.AdvertisedIPAddress);
        Assert.Null(endpoint.SiloListeningEndpoint); // Orleans then listens at the advertised address alone.
        Assert.Equal("default", silo.Services.GetRequiredService<IOptions<ClusterOptions>>().Value.ClusterId);
    }

    private static WebApplication Build(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => $"RelayKit:Silo:{setting.Key}", setting => (string?)setting.Value));
        builder.Configuration["KUBERNETES_SERVICE_HOST"] = "10.96.0.1";
        builder.AddSilo();
        return builder.Build();
    }
}
