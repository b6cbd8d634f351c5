using k8s;
using RelayKit.Silo;
using YamlDotNet.Core;

namespace RelayKit.UnitTests.Deploy;

/// <summary>The manifests against the code: ports, probes, patience and rights.</summary>
public sealed class KubernetesTests
{
    private static readonly List<YamlNode> Manifests = [.. DeployFiles.Kubernetes];

    private static readonly string[] Serving = ["silo.yaml", "api.yaml"];

    private static readonly YamlNode Silo = Deployment("relaykit-silo");

    private static readonly YamlNode Api = Deployment("relaykit-api");

    private static IEnumerable<YamlNode> PodSpecs =>
        Manifests.SelectMany(manifest => manifest.Everywhere("template")).Select(template => template["spec"]).Where(spec => spec["containers"].Exists);

    public static TheoryData<string> Files => [.. DeployFiles.KubernetesFiles];

    [Theory]
    [MemberData(nameof(Files))]
    public void Kubernetes_own_types_know_every_field(string file)
    {
        var text = DeployFiles.Text(file);

        Assert.NotEmpty(KubernetesYaml.LoadAllFromString(text, strict: true));
        Assert.ThrowsAny<YamlException>(() => KubernetesYaml.LoadAllFromString(text.Replace("\nmetadata:\n", "\nmetadata:\n  misspelt: 1\n", StringComparison.Ordinal), strict: true));
    }

    [Fact]
    public void Every_pod_is_as_locked_as_a_pod_can_be()
    {
        Assert.Equal(4, PodSpecs.Count());
        Assert.All(PodSpecs, spec =>
        {
            Assert.Equal("true", spec["securityContext"]["runAsNonRoot"].Text);
            Assert.Equal("RuntimeDefault", spec["securityContext"]["seccompProfile"]["type"].Text);
            var container = Assert.Single(spec["containers"].Items);
            Assert.Equal("false", container["securityContext"]["allowPrivilegeEscalation"].Text);
            Assert.Equal("true", container["securityContext"]["readOnlyRootFilesystem"].Text);
            Assert.Equal("ALL", Assert.Single(container["securityContext"]["capabilities"]["drop"].Items).Text);
            Assert.True(container["resources"]["requests"]["cpu"].Exists && container["resources"]["limits"]["memory"].Exists);
        });
    }

    [Fact]
    public void Only_a_silo_speaks_to_the_API_server_and_may_do_there_what_Orleans_needs()
    {
        Assert.Equal("relaykit-silo", Silo["serviceAccountName"].Text);
        Assert.All(PodSpecs.Where(spec => spec != Silo && !spec["serviceAccountName"].Exists), spec => Assert.Equal("false", spec["automountServiceAccountToken"].Text));
        var rule = Assert.Single(Of("Role").Single()["rules"].Items);
        Assert.Equal(["pods"], rule["resources"].Items.Select(item => item.Text));
        Assert.Equal(["get", "list", "patch", "watch"], rule["verbs"].Items.Select(item => item.Text).Order());
    }

    [Fact]
    public void Probes_ask_routes_that_exist_and_liveness_never_asks_PostgreSQL()
    {
        var containers = new[] { Silo, Api }.Select(spec => spec["containers"].Items.Single()).ToList();

        Assert.All(containers, container =>
        {
            Assert.Equal("/healthz", container["livenessProbe"]["httpGet"]["path"].Text);
            Assert.Equal("/healthz", container["startupProbe"]["httpGet"]["path"].Text);
            Assert.Equal("/readyz", container["readinessProbe"]["httpGet"]["path"].Text);
        });
        Assert.Equal(["/healthz", "/readyz"], RoutesOfTheCode.Health.Order());
    }

    [Fact]
    public void Ports_are_the_codes_own_and_the_network_lets_through_no_others()
    {
        var defaults = new SiloOptions();
        var ports = Silo["containers"].Items.Single()["ports"].Items.ToDictionary(port => port["name"].Text, port => port["containerPort"].Number);

        Assert.Equal(new Dictionary<string, int> { ["http"] = 8080, ["silo"] = defaults.SiloPort, ["gateway"] = defaults.GatewayPort }, ports);
        var policy = Of("NetworkPolicy").Single(manifest => manifest["metadata"]["name"].Text == "silo");
        var opened = policy["spec"]["ingress"].Items.Select(rule => (From: rule["from"].Items.Single().Everywhere("matchLabels").Single(), Port: rule["ports"].Items.Single()["port"].Number));
        Assert.Equal(
            [("silo", defaults.SiloPort), ("api", defaults.GatewayPort), (string.Empty, 8080)],
            opened.Select(rule => (rule.From["app.kubernetes.io/component"].Text, rule.Port)));
    }

    [Fact]
    public void A_silo_is_told_of_its_pod_and_its_cluster_is_the_one_of_the_settings()
    {
        var environment = Silo["containers"].Items.Single()["env"].Items.ToDictionary(variable => variable["name"].Text);
        var labels = Manifests.Single(IsSilo)["spec"]["template"]["metadata"]["labels"];
        var settings = DeployFiles.Text("kubernetes/relaykit.env").Split('\n').Where(line => line.Contains('=', StringComparison.Ordinal))
            .ToDictionary(line => line.Split('=')[0], line => line.Split('=')[1]);

        Assert.Equal("true", environment["RelayKit__Silo__Kubernetes"]["value"].Text);
        Assert.Equal("status.podIP", Field(environment["POD_IP"]));
        Assert.Equal("metadata.name", Field(environment["POD_NAME"]));
        Assert.Equal("metadata.namespace", Field(environment["POD_NAMESPACE"]));
        Assert.Equal("metadata.labels['orleans/clusterId']", Field(environment["ORLEANS_CLUSTER_ID"]));
        Assert.Equal("metadata.labels['orleans/serviceId']", Field(environment["ORLEANS_SERVICE_ID"]));
        Assert.Equal(settings["RelayKit__Cluster__ClusterId"], labels["orleans/clusterId"].Text);
        Assert.Equal(settings["RelayKit__Cluster__ServiceId"], labels["orleans/serviceId"].Text);
    }

    [Fact]
    public void An_update_takes_nothing_away_before_its_successor_is_ready_and_gives_it_time_to_end()
    {
        Assert.All(Of("Deployment"), deployment =>
        {
            Assert.Equal("0", deployment["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"].Text);
            Assert.Equal("1", deployment["spec"]["strategy"]["rollingUpdate"]["maxSurge"].Text);
        });
        Assert.All(new[] { Silo, Api }, spec => Assert.True(
            TimeSpan.FromSeconds(spec["terminationGracePeriodSeconds"].Number) >= DeployFiles.LongestStop + TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Pods_that_serve_never_hold_the_login_that_migrates()
    {
        Assert.Contains("RelayKit__Silo__Migrate=false", DeployFiles.Text("kubernetes/relaykit.env"), StringComparison.Ordinal);
        Assert.All(Serving, file => Assert.DoesNotContain("relaykit-migrations", DeployFiles.Text($"kubernetes/{file}"), StringComparison.Ordinal));
        Assert.All(Of("Secret").SelectMany(secret => secret["stringData"].Entries), entry => Assert.Equal(string.Empty, entry.Value.Text));
    }

    [Fact]
    public void The_world_gets_the_API_and_the_webhooks_route_and_nothing_else() => Assert.Equal(
        ["/v1", RoutesOfTheCode.Webhook, .. RoutesOfTheCode.StripeWebhooks], Of("Ingress").Single().Everywhere("path").Select(path => path.Text));

    private static IEnumerable<YamlNode> Of(string kind) => Manifests.Where(manifest => manifest["kind"].Text == kind);

    private static bool IsSilo(YamlNode manifest) => manifest["kind"].Text == "Deployment" && manifest["metadata"]["name"].Text == "relaykit-silo";

    private static YamlNode Deployment(string name) => Of("Deployment").Single(manifest => manifest["metadata"]["name"].Text == name)["spec"]["template"]["spec"];

    private static string Field(YamlNode variable) => variable["valueFrom"]["fieldRef"]["fieldPath"].Text;
}
