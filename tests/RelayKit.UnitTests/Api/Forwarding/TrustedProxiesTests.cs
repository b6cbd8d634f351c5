using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RelayKit.Api.Forwarding;
using RelayKit.UnitTests.Api.RateLimiting;

namespace RelayKit.UnitTests.Api.Forwarding;

/// <summary>Who is believed when it says for whom a request comes. The tests' own connections come from 127.0.0.1.</summary>
public sealed class TrustedProxiesTests
{
    [Theory]
    [InlineData(null, null, "203.0.113.7", "127.0.0.1/32")]
    [InlineData("KnownProxies:0", "10.0.0.5", "203.0.113.7", "127.0.0.1/32")]
    [InlineData("KnownProxies:0", "127.0.0.1", "203.0.113.7", "203.0.113.7/32")]
    [InlineData("KnownProxies:0", "127.0.0.1", "2001:db8:0:1::9", "2001:db8:0:1::/64")]
    [InlineData("KnownProxies:0", "127.0.0.1", "nonsense", "127.0.0.1/32")]
    [InlineData("KnownNetworks:0", "127.0.0.0/8", "203.0.113.7", "203.0.113.7/32")]
    [InlineData("KnownNetworks:0", "127.0.0.0/8", "203.0.113.7, 127.0.0.9", "203.0.113.7/32")]
    [InlineData("KnownNetworks:0", "127.0.0.0/8", "198.51.100.1, 203.0.113.7", "203.0.113.7/32")]
    public async Task Only_a_configured_proxy_says_where_a_request_came_from(string? setting, string? value, string forwardedFor, string counted)
    {
        var settings = setting is null ? [] : new Dictionary<string, string?> { [$"RelayKit:ForwardedHeaders:{setting}"] = value };
        await using var api = await LimitedApi.StartAsync(settings: settings);

        Assert.Equal(counted, (await api.GetAsync(null, "/address", forwardedFor)).Body);
    }

    [Fact]
    public async Task Each_caller_behind_a_proxy_has_points_of_its_own()
    {
        await using var api = await LimitedApi.StartAsync(settings: new()
        {
            ["RelayKit:RateLimits:UnauthenticatedPerSecond"] = "1",
            ["RelayKit:RateLimits:UnauthenticatedBurst"] = "1",
            ["RelayKit:ForwardedHeaders:KnownProxies:0"] = "127.0.0.1",
        });

        Assert.Equal(401, (await api.GetAsync(null, forwardedFor: "203.0.113.7")).Status);
        Assert.Equal(429, (await api.GetAsync(null, forwardedFor: "203.0.113.7")).Status);
        Assert.Equal(401, (await api.GetAsync(null, forwardedFor: "203.0.113.8")).Status);
    }

    [Theory]
    [InlineData("KnownProxies:0", "proxy.example", "RelayKit__ForwardedHeaders__KnownProxies__0 has to be an IP address")]
    [InlineData("KnownNetworks:0", "10.0.0.0/40", "RelayKit__ForwardedHeaders__KnownNetworks__0 has to be a network")]
    [InlineData("KnownProxies", "10.0.0.5", "RelayKit__ForwardedHeaders__KnownProxies is a list")]
    [InlineData("KnownNetworks", "10.0.0.0/8", "RelayKit__ForwardedHeaders__KnownNetworks is a list")]
    public void A_setting_that_would_be_passed_over_is_refused_by_its_name(string setting, string value, string message)
    {
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new($"RelayKit:ForwardedHeaders:{setting}", value)]).Build())
            .AddTrustedProxies()
            .BuildServiceProvider();

        var fault = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<ProxyOptions>>().Value);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }
}
