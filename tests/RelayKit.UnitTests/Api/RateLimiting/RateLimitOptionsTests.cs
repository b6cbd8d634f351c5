using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RelayKit.Api.RateLimiting;
using RelayKit.Limits;
using RelayKit.RateLimiting;

namespace RelayKit.UnitTests.Api.RateLimiting;

public sealed class RateLimitOptionsTests
{
    [Fact]
    public void What_the_operator_sets_for_a_tenant_goes_before_the_defaults_figure_by_figure()
    {
        var options = new RateLimitOptions { ApiPointsPerSecond = 7, ApiBurst = 70, MintsPerSecond = 8, MintBurst = 80 };

        Assert.Equal(new RateLimitPolicy(new RateLimit(7, 70), new RateLimit(8, 80)), options.PolicyOf(null));
        Assert.Equal(new RateLimitPolicy(new RateLimit(1, 70), new RateLimit(8, 2)), options.PolicyOf(new RateLimitSet(1, null, null, 2)));
    }

    [Fact]
    public void By_default_every_call_and_a_batch_of_a_hundred_can_be_let_through()
    {
        var policy = new RateLimitOptions().PolicyOf(null);

        Assert.True(policy.Api.IsValid && policy.Mint.IsValid);
        Assert.True(LeaseTerms.MostOut(policy.Api) >= RouteCost.Start.Points);
        Assert.True(LeaseTerms.MostOut(policy.Mint) >= 100);
    }

    [Theory]
    [InlineData("ApiPointsPerSecond", "0")]
    [InlineData("ApiBurst", "-1")]
    [InlineData("MintsPerSecond", "1000001")]
    [InlineData("MintBurst", "10000001")]
    [InlineData("UnauthenticatedPerSecond", "0")]
    [InlineData("UnauthenticatedBurst", "0")]
    [InlineData("Addresses", "0")]
    public void A_wrong_setting_is_refused_by_its_name(string name, string value)
    {
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new($"RelayKit:RateLimits:{name}", value)]).Build())
            .AddRateLimits()
            .BuildServiceProvider();

        var fault = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<RateLimitOptions>>().Value);
        Assert.Contains($"RelayKit__RateLimits__{name} has to be from 1 to", fault.Message, StringComparison.Ordinal);
    }
}
