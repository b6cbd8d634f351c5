using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit.Simulator.ObjectStore;

public sealed class StoreFaultTests
{
    [Theory]
    [InlineData("unavailable", "ServiceUnavailable")]
    [InlineData("slow_down", "SlowDown")]
    [InlineData("internal_error", "InternalError")]
    [InlineData("refuse_puts", "AccessDenied")]
    [InlineData("too_large", "EntityTooLarge")]
    [InlineData("redirect", "PermanentRedirect")]
    [InlineData("temporary_redirect", "TemporaryRedirect")]
    public async Task A_fault_is_met_as_often_as_it_is_set(string fault, string code)
    {
        await using var host = await StoreHost.StartAsync();
        await host.ControlAsync("faults", $$"""{"fault":"{{fault}}","count":1,"bucket":"{{StoreHost.Bucket}}"}""");
        Assert.Equal("200", (await host.CallAsync("PUT", "/paris/k", [1], new Signer(Region: "eu-west-3"))).Code);
        Assert.Equal(code, (await host.PutAsync("k", "x")).Code);
        Assert.Equal("200", (await host.PutAsync("k", "x")).Code);

        var requests = JsonNode.Parse(await host.Http.GetStringAsync(new Uri(host.Address + "/sim/requests")))!["requests"]!["PutObject"]!;
        Assert.Equal((2, 1), ((int)requests["OK"]!, (int)requests[code]!));
    }

    [Theory]
    [InlineData("drop")]
    [InlineData("drop_midway")]
    public async Task A_connection_breaks_off(string fault)
    {
        await using var host = await StoreHost.StartAsync();
        await host.PutAsync("k", "0123456789");
        await host.ControlAsync("faults", $$"""{"fault":"{{fault}}","count":2}""");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.PutAsync("k", "abcdefghij"));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.CallAsync("GET", $"/{StoreHost.Bucket}/k"));
        Assert.Equal("0123456789", (await host.CallAsync("GET", $"/{StoreHost.Bucket}/k")).Text);
    }

    [Fact]
    public async Task A_stored_byte_turns_over_and_the_ETag_stays()
    {
        await using var host = await StoreHost.StartAsync();
        var etag = (await host.PutAsync("k", "0123456789")).Headers["ETag"];
        await host.ControlAsync("corrupt", $$"""{"bucket":"{{StoreHost.Bucket}}","key":"k","at":3}""");
        var answer = await host.CallAsync("GET", $"/{StoreHost.Bucket}/k");
        Assert.Equal(etag, answer.Headers["ETag"]);
        Assert.Equal([3], Enumerable.Range(0, 10).Where(at => answer.Body[at] != "0123456789"u8.ToArray()[at]));
    }

    [Fact]
    public async Task A_key_is_revoked_and_replaced()
    {
        await using var host = await StoreHost.StartAsync();
        await host.ControlAsync("keys/revoke", $$"""{"access_key_id":"{{StoreHost.KeyId}}"}""");
        Assert.Equal("InvalidAccessKeyId", (await host.PutAsync("k", "x")).Code);
        await host.ControlAsync("keys", $$"""{"access_key_id":"{{StoreHost.KeyId}}","secret":"{{StoreHost.Secret}}","may":{"get":true} }""");
        Assert.Equal("AccessDenied", (await host.PutAsync("k", "x")).Code);
        Assert.Equal("AccessDenied", (await host.CallAsync("GET", $"/{StoreHost.Bucket}/k")).Code);
    }
}
