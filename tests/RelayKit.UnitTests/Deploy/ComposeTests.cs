using System.Text.RegularExpressions;

namespace RelayKit.UnitTests.Deploy;

/// <summary>docker-compose.yml and what it mounts: names, ports, secrets and the webhook fit together.</summary>
public sealed partial class ComposeTests
{
    private static readonly YamlNode Services = DeployFiles.Compose["services"];

    /// <summary>The media of end users cannot go through a proxy; the proxy itself is why the others need not be open.</summary>
    private static readonly string[] OpenPorts = ["7881:7881/tcp", "7882:7882/udp", "80:80", "443:443", "443:443/udp"];

    [Fact]
    public void Every_YAML_file_parses() => Assert.All(
        DeployFiles.Yaml, file => Assert.All(DeployFiles.Documents(file), document => Assert.True(document.Entries.Any(), file)));

    [Fact]
    public void LiveKits_webhook_goes_to_the_route_that_takes_it_signed_with_the_key_that_RelayKit_knows()
    {
        var liveKit = DeployFiles.Documents("compose/livekit.yaml").Single();
        var url = new Uri(Assert.Single(liveKit["webhook"]["urls"].Items).Text);
        var relayKit = Services[url.Host]["environment"];

        Assert.Equal(RoutesOfTheCode.Webhook, url.AbsolutePath);
        Assert.EndsWith($":{url.Port}", relayKit["ASPNETCORE_URLS"].Text, StringComparison.Ordinal);
        Assert.Equal(liveKit["webhook"]["api_key"].Text, relayKit["RelayKit__LiveKit__0__ApiKey"].Text);
        Assert.StartsWith($"{liveKit["webhook"]["api_key"].Text}: ", Services["livekit"]["environment"]["LIVEKIT_KEYS"].Text, StringComparison.Ordinal);
        Assert.Equal($"http://livekit:{liveKit["port"].Text}", relayKit["RelayKit__LiveKit__0__Url"].Text);
        Assert.Equal(liveKit["webhook"]["api_key"].Text, Services["egress"]["environment"]["LIVEKIT_API_KEY"].Text);
    }

    [Fact]
    public void LiveKits_media_ports_are_the_published_ones()
    {
        var rtc = DeployFiles.Documents("compose/livekit.yaml").Single()["rtc"];
        var published = Services["livekit"]["ports"].Items.Select(port => port.Text).ToList();

        Assert.Contains($"{rtc["tcp_port"].Text}:{rtc["tcp_port"].Text}/tcp", published);
        Assert.Contains($"{rtc["udp_port"].Text}:{rtc["udp_port"].Text}/udp", published);
    }

    [Fact]
    public void Nothing_else_is_open_to_other_machines() => Assert.All(
        Services.Everywhere("ports").SelectMany(ports => ports.Items).Select(port => port.Text).Except(OpenPorts),
        port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));

    [Fact]
    public void A_migration_comes_before_RelayKit_and_has_the_login_that_may_and_RelayKit_has_not()
    {
        Assert.Equal("service_completed_successfully", Services["relaykit"]["depends_on"]["migrate"]["condition"].Text);
        Assert.Equal("migrate", Assert.Single(Services["migrate"]["command"].Items).Text);
        Assert.Equal("false", Services["relaykit"]["environment"]["RelayKit__Silo__Migrate"].Text);
        Assert.False(Services["relaykit"]["environment"]["RelayKit__PostgresMigrations"].Exists);
        Assert.DoesNotContain("POSTGRES_PASSWORD", Services["relaykit"]["environment"]["RelayKit__Postgres"].Text, StringComparison.Ordinal);
        Assert.Contains("create role relaykit_login login", DeployFiles.Text("compose/relaykit-login.sh"), StringComparison.Ordinal);
        Assert.Contains("Username=relaykit_login;", Services["relaykit"]["environment"]["RelayKit__Postgres"].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_service_that_is_waited_for_exists_and_says_when_it_is_healthy()
    {
        var waits = Services.Entries.SelectMany(service => service.Value["depends_on"].Entries).ToList();

        Assert.NotEmpty(waits);
        Assert.All(waits.Where(wait => wait.Value["condition"].Text == "service_healthy"), wait => Assert.True(Services[wait.Key]["healthcheck"]["test"].Exists, wait.Key));
        Assert.All(waits, wait => Assert.True(Services[wait.Key].Exists, wait.Key));
    }

    [Fact]
    public void Health_is_asked_for_at_routes_that_exist_and_a_stop_waits_long_enough()
    {
        var relayKit = Services["relaykit"];
        var asked = new Uri(relayKit["healthcheck"]["test"].Items.Last().Text);

        Assert.Contains(asked.AbsolutePath, RoutesOfTheCode.Health);
        Assert.True(TimeSpan.FromSeconds(int.Parse(relayKit["stop_grace_period"].Text.TrimEnd('s'), null)) > DeployFiles.LongestStop);
        Assert.Equal("true", relayKit["read_only"].Text);
    }

    [Fact]
    public void Every_variable_is_asked_for_by_name_and_none_that_is_secret_has_a_default()
    {
        var used = Variable().Matches(DeployFiles.Text("docker-compose.yml")).ToList();
        var offered = DeployFiles.Text(".env.example").Split('\n').Where(line => line.Contains('=', StringComparison.Ordinal) && line[0] != '#')
            .Select(line => line.Split('=')[0]).ToList();

        Assert.Equal(offered.Order(), used.Select(match => match.Groups["name"].Value).Distinct().Order());
        Assert.All(
            used.Where(match => !match.Groups["name"].Value.EndsWith("_DOMAIN", StringComparison.Ordinal)),
            match => Assert.StartsWith(":?", match.Groups["rest"].Value, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\$\{(?<name>\w+)(?<rest>[^}]*)\}")]
    private static partial Regex Variable();
}
