using RelayKit.UnitTests.Api.RateLimiting;

namespace RelayKit.UnitTests.Api.ApiKeys;

/// <summary>A key with a list of addresses is good from those, over HTTP and behind a proxy.</summary>
public sealed class AddressRefusalTests
{
    private static readonly Dictionary<string, string?> BehindProxy = new() { ["RelayKit:ForwardedHeaders:KnownProxies:0"] = "127.0.0.1" };

    [Fact]
    public async Task A_key_is_refused_from_elsewhere_and_hears_which_address_was_seen()
    {
        await using var api = await LimitedApi.StartAsync();
        var key = api.Keys.Add(with: key => key with { AllowedIps = ["203.0.113.0/24"] });

        var answer = await api.GetAsync(key);

        Assert.Equal((403, "ip_not_allowed"), (answer.Status, answer.Code));
        var detail = answer.Json.GetProperty("detail").GetString()!;
        Assert.Contains("127.0.0.1", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113.0", detail, StringComparison.Ordinal);
        Assert.Equal(0, api.Runs);
    }

    [Fact]
    public async Task A_key_is_good_from_its_addresses()
    {
        await using var api = await LimitedApi.StartAsync();

        Assert.Equal(200, (await api.GetAsync(api.Keys.Add(with: key => key with { AllowedIps = ["10.0.0.0/8", "127.0.0.0/8"] }))).Status);
    }

    [Fact]
    public async Task What_a_proxy_that_nobody_trusts_says_counts_for_nothing()
    {
        await using var api = await LimitedApi.StartAsync();
        var key = api.Keys.Add(with: key => key with { AllowedIps = ["203.0.113.7"] });

        Assert.Equal(403, (await api.GetAsync(key, forwardedFor: "203.0.113.7")).Status);
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_the_clients_own_address_counts()
    {
        await using var api = await LimitedApi.StartAsync(settings: BehindProxy);
        var key = api.Keys.Add(with: key => key with { AllowedIps = ["203.0.113.7"] });

        Assert.Equal(200, (await api.GetAsync(key, forwardedFor: "203.0.113.7")).Status);
        Assert.Equal(403, (await api.GetAsync(key, forwardedFor: "203.0.113.8")).Status);
        Assert.Equal(403, (await api.GetAsync(key, forwardedFor: "203.0.113.7, 203.0.113.8")).Status);
        Assert.Equal(403, (await api.GetAsync(key)).Status);
    }
}
