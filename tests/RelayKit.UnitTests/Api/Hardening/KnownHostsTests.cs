namespace RelayKit.UnitTests.Api.Hardening;

public sealed class KnownHostsTests
{
    [Theory]
    [InlineData("api.example.com", "/v1/thing", 200)]
    [InlineData("API.example.com", "/v1/thing", 200)]
    [InlineData("evil.example", "/v1/thing", 400)]
    [InlineData("api.example.com.evil.example", "/v1/thing", 400)]
    [InlineData("api.example.com:8443", "/v1/thing", 400)]
    [InlineData("10.0.0.7:8080", "/healthz", 200)]
    public async Task Only_configured_hosts_are_served_but_for_what_is_called_by_address(string host, string path, int status)
    {
        await using var api = await HardenedApi.StartAsync(("RelayKit:Http:Hosts:0", "api.example.com"));

        using var answer = await api.SendAsync("GET", path, ("Host", host));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.True(status == 200 || (await answer.Content.ReadAsStringAsync()).Contains("\"code\":\"bad_request\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_list_any_host_is_served()
    {
        await using var api = await HardenedApi.StartAsync();

        using var answer = await api.SendAsync("GET", "/v1/thing", ("Host", "anything.example"));

        Assert.Equal(200, (int)answer.StatusCode);
    }
}
