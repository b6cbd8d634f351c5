using RelayKit.ObjectStorage;

namespace RelayKit.UnitTests.ObjectStorage;

public sealed class BucketRulesTests
{
    [Theory]
    [InlineData("acme-recordings")]
    [InlineData("a.b.c")]
    [InlineData("abc")]
    public void A_buckets_name_is_taken(string bucket) => Assert.Null(BucketRules.BucketFault(bucket));

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("Acme")]
    [InlineData("a_b")]
    [InlineData("a/b")]
    [InlineData("-ab")]
    [InlineData("ab-")]
    [InlineData("a..b")]
    [InlineData("a.-b")]
    [InlineData("127.0.0.1")]
    [InlineData("bücket")]
    [InlineData("a@evil.example")]
    public void Anything_else_is_none(string bucket) => Assert.NotNull(BucketRules.BucketFault(bucket));

    [Theory]
    [InlineData("us-east-1", true)]
    [InlineData("fra1", true)]
    [InlineData("", false)]
    [InlineData("eu.evil.example", false)]
    [InlineData("eu-central-1/x", false)]
    [InlineData("EU", false)]
    [InlineData("-a", false)]
    public void A_region_has_no_dot_that_would_make_another_host(string region, bool isOne) => Assert.Equal(isOne, BucketRules.RegionFault(region) is null);

    [Theory]
    [InlineData("https://s3.example.com", true)]
    [InlineData("https://s3.example.com/", true)]
    [InlineData("https://s3.example.com:9000", true)]
    [InlineData("http://s3.example.com", false)]
    [InlineData("ftp://s3.example.com", false)]
    [InlineData("s3.example.com", false)]
    [InlineData("https://user@s3.example.com", false)]
    [InlineData("https://@s3.example.com", false)]
    [InlineData("https://project.supabase.co/storage/v1/s3", true)]
    [InlineData("https://s3.example.com/a//b", false)]
    [InlineData("https://s3.example.com/%2f", false)]
    [InlineData("https://s3.example.com/a%00b", false)]
    [InlineData("https://s3.example.com?x", false)]
    [InlineData("https://s3.example.com#x", false)]
    [InlineData("https://s3.example.com\\@evil.example", false)]
    [InlineData("https://", false)]
    [InlineData("https://a b", false)]
    [InlineData("", false)]
    public void An_endpoint_is_a_host_and_nothing_else(string endpoint, bool isOne) => Assert.Equal(isOne, BucketRules.EndpointFault(endpoint, allowHttp: false) is null);

    [Fact]
    public void Where_private_addresses_are_allowed_it_may_go_without_TLS() => Assert.Null(BucketRules.EndpointFault("http://127.0.0.1:9000", allowHttp: true));
}
