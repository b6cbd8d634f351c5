using System.Net;
using Microsoft.Extensions.Configuration;
using RelayKit.Silo;

namespace RelayKit.UnitTests.Silo;

/// <summary>A pod's own variables and RelayKit's settings: each alone is enough, and a contradiction is named, never resolved.</summary>
public sealed class PodSettingsTests
{
    [Fact]
    public void A_whole_pod_has_no_fault() => Assert.Empty(Faults(Pod()));

    [Fact]
    public void Without_the_switch_nothing_of_a_pod_is_asked() => Assert.Empty(Faults([], kubernetes: false));

    [Theory]
    [InlineData("POD_NAME", "metadata.name")]
    [InlineData("POD_NAMESPACE", "metadata.namespace")]
    [InlineData("POD_IP", "status.podIP")]
    [InlineData("KUBERNETES_SERVICE_HOST", "this is no pod")]
    public void What_is_missing_is_named_with_where_it_comes_from(string variable, string mend)
    {
        var pod = Pod();
        pod.Remove(variable);

        var fault = Assert.Single(Faults(pod));

        Assert.Contains(variable, fault, StringComparison.Ordinal);
        Assert.Contains(mend, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RelayKit:Cluster:ClusterId", "green", "ORLEANS_CLUSTER_ID", "blue")]
    [InlineData("RelayKit:Cluster:ServiceId", "a", "ORLEANS_SERVICE_ID", "b")]
    public void Two_identities_that_differ_are_refused_and_equal_ones_are_not(string ours, string ourValue, string theirs, string theirValue)
    {
        var fault = Assert.Single(Faults(Pod((ours, ourValue), (theirs, theirValue))));

        Assert.Contains($"{ours.Replace(":", "__", StringComparison.Ordinal)} is '{ourValue}' and {theirs} is '{theirValue}'", fault, StringComparison.Ordinal);
        Assert.Empty(Faults(Pod((ours, ourValue), (theirs, ourValue))));
        Assert.Empty(Faults(Pod((ours, ourValue))));
        Assert.Empty(Faults(Pod((theirs, theirValue))));
    }

    [Fact]
    public void An_advertised_address_that_is_not_the_pods_is_refused()
    {
        Assert.Contains("RelayKit__Silo__AdvertisedAddress is '10.0.0.9' and POD_IP is '10.0.0.7'", Assert.Single(Faults(Pod(), "10.0.0.9")), StringComparison.Ordinal);
        Assert.Empty(Faults(Pod(), "10.0.0.7"));
    }

    [Fact]
    public void A_pods_address_has_to_be_one() =>
        Assert.Contains("POD_IP has to be an IP address", Assert.Single(Faults(Pod(("POD_IP", "silo-0")))), StringComparison.Ordinal);

    [Theory]
    [InlineData(true, null, "10.0.0.7")]
    [InlineData(false, null, "127.0.0.1")]
    [InlineData(false, "192.0.2.1", "192.0.2.1")]
    public void The_address_is_the_one_given_else_the_pods_else_loopback(bool kubernetes, string? given, string expected) => Assert.Equal(
        IPAddress.Parse(expected),
        PodSettings.AdvertisedAddress(new SiloOptions { Kubernetes = kubernetes, AdvertisedAddress = given }, Configuration(Pod())));

    private static Dictionary<string, string?> Pod(params (string Key, string Value)[] more)
    {
        var pod = new Dictionary<string, string?>
        {
            ["KUBERNETES_SERVICE_HOST"] = "10.96.0.1",
            ["POD_NAME"] = "relaykit-silo-abc",
            ["POD_NAMESPACE"] = "relaykit",
            ["POD_IP"] = "10.0.0.7",
        };
        foreach (var (key, value) in more)
        {
            pod[key] = value;
        }

        return pod;
    }

    private static IEnumerable<string> Faults(Dictionary<string, string?> settings, string? advertised = null, bool kubernetes = true) =>
        new PodSettings(Configuration(settings))
            .Validate(null, new SiloOptions { Kubernetes = kubernetes, AdvertisedAddress = advertised }).Failures ?? [];

    private static IConfiguration Configuration(Dictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
