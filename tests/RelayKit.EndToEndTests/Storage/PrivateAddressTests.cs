using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Storage;

/// <summary>RelayKit as it is without a word about private addresses.</summary>
public sealed class PublicAddressesFixture : StackFixture
{
    protected override bool HasStripe => false;

    protected override void Adapt(SiloSettings settings) => settings.Environment.Remove("RelayKit__Storage__AllowPrivateAddresses");
}

/// <summary>A bucket is not to be the way to what stands beside RelayKit.</summary>
public sealed class PrivateAddressTests(PublicAddressesFixture stack) : IClassFixture<PublicAddressesFixture>
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("localhost")]
    [InlineData("169.254.169.254")]
    [InlineData("[fd00:ec2::254]")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    public async Task Nothing_is_connected_to_there(string host)
    {
        var tenant = await stack.CreateTenantAsync();
        var port = new Uri(stack.Buckets.Url).Port;

        var answer = await tenant.Api.PutAsync("/v1/tenant/storage", Settings($"https://{host}:{port}"));

        Assert.Equal("storage_private_address", answer.Code);
        Assert.Equal("invalid_request", (await tenant.Api.PutAsync("/v1/tenant/storage", Settings($"http://{host}:{port}"))).Code);
        Assert.Empty(stack.Buckets.Asked);
    }

    private static object Settings(string endpoint) => new { endpoint, region = "us-east-1", bucket = "good", force_path_style = true, access_key_id = "a", secret_access_key = "s" };
}
