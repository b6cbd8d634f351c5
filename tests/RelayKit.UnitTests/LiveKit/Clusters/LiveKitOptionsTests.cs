using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RelayKit.LiveKit;

namespace RelayKit.UnitTests.LiveKit.Clusters;

public sealed class LiveKitOptionsTests
{
    private static readonly Dictionary<string, string?> TwoClusters = new()
    {
        ["RelayKit:LiveKit:0:Url"] = "http://livekit.test:7880",
        ["RelayKit:LiveKit:0:ApiKey"] = "APIeu",
        ["RelayKit:LiveKit:0:ApiSecret"] = "secret-eu",
        ["RelayKit:LiveKit:1:Name"] = "us",
        ["RelayKit:LiveKit:1:Url"] = "https://us.livekit.test/path/",
        ["RelayKit:LiveKit:1:PublicUrl"] = "https://public.livekit.test/",
        ["RelayKit:LiveKit:1:ApiKey"] = "APIus",
        ["RelayKit:LiveKit:1:ApiSecret"] = "secret-us",
        ["RelayKit:LiveKit:1:AdditionalKeys:0:ApiKey"] = "APIold",
        ["RelayKit:LiveKit:1:AdditionalKeys:0:ApiSecret"] = "secret-old",
    };

    [Fact]
    public void Clusters_are_found_by_name_and_by_any_of_their_keys()
    {
        var clusters = Services().GetRequiredService<LiveKitClusters>();

        Assert.Equal(["default", "us"], clusters.All.Select(cluster => cluster.Name));
        Assert.Same(clusters.All[0], clusters.Default);
        Assert.True(clusters.TryGetByName("us", out var us));
        Assert.True(clusters.TryGetByApiKey("APIus", out var byKey));
        Assert.True(clusters.TryGetByApiKey("APIold", out var byOldKey));
        Assert.Same(us, byKey);
        Assert.Same(us, byOldKey);
        Assert.Equal("APIus", us.Tokens.ApiKey);
        Assert.False(clusters.TryGetByName("US", out _));
        Assert.False(clusters.TryGetByApiKey("APInone", out _));
    }

    [Fact]
    public void Apps_connect_by_ws_to_the_public_url_or_else_to_the_url()
    {
        var clusters = Services().GetRequiredService<LiveKitClusters>();

        Assert.Equal("ws://livekit.test:7880", clusters.Default.PublicUrl);
        Assert.Equal("wss://public.livekit.test", clusters.All[1].PublicUrl);
        Assert.Equal("wss://us.livekit.test/path", Services(("1:PublicUrl", "")).GetRequiredService<LiveKitClusters>().All[1].PublicUrl);
    }

    [Fact]
    public void Webhooks_of_every_cluster_and_key_are_verified()
    {
        var verifier = Services().GetRequiredService<WebhookVerifier>();
        var expires = TimeProvider.System.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds();

        foreach (var (apiKey, secret, cluster) in new[]
            { ("APIeu", "secret-eu", "default"), ("APIus", "secret-us", "us"), ("APIold", "secret-old", "us") })
        {
            var claims = $$"""{"iss":"{{apiKey}}","exp":{{expires}},"sha256":"{{HandMadeToken.BodyHash([])}}"}""";
            Assert.Equal(cluster, verifier.Verify([], HandMadeToken.Sign(HandMadeToken.Hs256, claims, secret)).Cluster);
        }
    }

    [Fact]
    public void A_right_configuration_starts() => Services().GetRequiredService<IStartupValidator>().Validate();

    [Theory]
    [InlineData("0:Url", null, "RelayKit__LiveKit__0__Url is not set.")]
    [InlineData("0:Url", "  ", "RelayKit__LiveKit__0__Url is not set.")]
    [InlineData("0:Name", "", "RelayKit__LiveKit__0__Name is not set.")]
    [InlineData("0:ApiKey", null, "RelayKit__LiveKit__0__ApiKey is not set.")]
    [InlineData("1:ApiSecret", null, "RelayKit__LiveKit__1__ApiSecret is not set.")]
    [InlineData("1:AdditionalKeys:0:ApiSecret", null, "RelayKit__LiveKit__1__AdditionalKeys__0__ApiSecret is not set.")]
    [InlineData("1:AdditionalKeys:0:ApiKey", null, "RelayKit__LiveKit__1__AdditionalKeys__0__ApiKey is not set.")]
    [InlineData("0:Url", "ftp://livekit.test", "RelayKit__LiveKit__0__Url must be")]
    [InlineData("0:Url", "livekit.test:7880", "RelayKit__LiveKit__0__Url must be")]
    [InlineData("0:Url", "http://user:word@livekit.test", "RelayKit__LiveKit__0__Url must be")]
    [InlineData("0:Url", "http://livekit.test/?a=b", "RelayKit__LiveKit__0__Url must be")]
    [InlineData("1:PublicUrl", "/relative", "RelayKit__LiveKit__1__PublicUrl must be")]
    [InlineData("1:Name", "default", "RelayKit__LiveKit__0__Name and RelayKit__LiveKit__1__Name are the same cluster name")]
    [InlineData("1:ApiKey", "APIeu", "RelayKit__LiveKit__0__ApiKey and RelayKit__LiveKit__1__ApiKey are the same API key")]
    [InlineData("1:AdditionalKeys:0:ApiKey", "APIus", "RelayKit__LiveKit__1__ApiKey and RelayKit__LiveKit__1__AdditionalKeys__0__ApiKey are the same")]
    public void A_wrong_setting_stops_the_start_by_its_name(string setting, string? value, string expected)
    {
        var failure = Assert.Single(Failures(Services((setting, value))));

        Assert.StartsWith(expected, failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_wrong_is_told_at_once_without_secrets()
    {
        var failures = Failures(Services(("0:Url", null), ("1:Url", "mailto:x"), ("1:ApiKey", "APIeu"))).ToList();

        Assert.Equal(3, failures.Count);
        Assert.DoesNotContain("secret-", string.Concat(failures), StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_is_named_by_the_index_that_the_operator_wrote()
    {
        var failures = Failures(Services(new Dictionary<string, string?> { ["RelayKit:LiveKit:3:Url"] = "http://livekit.test" }));

        Assert.Equal(["RelayKit__LiveKit__3__ApiKey is not set.", "RelayKit__LiveKit__3__ApiSecret is not set."], failures);
    }

    [Fact]
    public void No_cluster_at_all_stops_the_start() =>
        Assert.Contains("RelayKit__LiveKit__0__Url", Assert.Single(Failures(Services(new Dictionary<string, string?>()))), StringComparison.Ordinal);

    private static IEnumerable<string> Failures(ServiceProvider services) =>
        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate()).Failures;

    private static ServiceProvider Services(params (string Setting, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string?>(TwoClusters);
        foreach (var (setting, value) in changes)
        {
            settings[$"RelayKit:LiveKit:{setting}"] = value;
        }

        return Services(settings);
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings) =>
        new ServiceCollection()
            .AddLiveKit(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .BuildServiceProvider(validateScopes: true);
}
