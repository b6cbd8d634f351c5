using RelayKit.Webhooks;

namespace RelayKit.UnitTests.Webhooks;

public sealed class WebhookUrlTests
{
    [Theory]
    [InlineData("https://example.com/hooks")]
    [InlineData("https://example.com")]
    [InlineData("https://example.com:8443/hooks?token=a")]
    [InlineData("https://8.8.8.8/hooks")]
    [InlineData("https://[2606:4700::1]/hooks")]
    [InlineData("https://bücher.example/hooks")]
    [InlineData("https://example.com/a@b")]
    public void An_address_on_the_public_internet_is_taken(string url) => Assert.Null(WebhookUrl.FaultOf(url, allowHttp: false, allowPrivate: false));

    [Theory]
    [InlineData("", "host")]
    [InlineData("example.com/hooks", "host")]
    [InlineData("/hooks", "host")]
    [InlineData("https://", "host")]
    [InlineData("https:example.com", "host")]
    [InlineData("http://example.com/hooks", "https://")]
    [InlineData("ftp://example.com/hooks", "https://")]
    [InlineData("file:///etc/passwd", "host")]
    [InlineData("gopher://example.com/", "https://")]
    [InlineData("https://user@example.com/", "user name")]
    [InlineData("https://user:secret@example.com/", "user name")]
    [InlineData("https://@example.com/", "user name")]
    [InlineData("https://example.com/#part", "#")]
    [InlineData("https://exa mple.com/", "space")]
    [InlineData("https://example.com\\@127.0.0.1/", "backslash")]
    [InlineData("https://example.com/\r\nHost: a", "space")]
    [InlineData("https://example.com:22/", "port")]
    [InlineData("https://example.com:25/", "port")]
    [InlineData("https://localhost/", "one word")]
    [InlineData("https://metadata/", "one word")]
    [InlineData("https://127.0.0.1/", "public internet")]
    [InlineData("https://2130706433/", "public internet")]
    [InlineData("https://0x7f.1/", "public internet")]
    [InlineData("https://[::1]/", "public internet")]
    [InlineData("https://[::ffff:169.254.169.254]/", "public internet")]
    public void Any_other_is_refused_and_what_is_said_names_the_mend_and_not_the_address(string url, string says)
    {
        var fault = WebhookUrl.FaultOf(url, allowHttp: false, allowPrivate: false);

        Assert.Contains(says, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_one_is_refused() => Assert.Contains("2000", WebhookUrl.FaultOf("https://example.com/" + new string('a', 2000), false, false), StringComparison.Ordinal);

    [Fact]
    public void An_operator_may_allow_more()
    {
        Assert.Null(WebhookUrl.FaultOf("http://example.com/", allowHttp: true, allowPrivate: false));
        Assert.NotNull(WebhookUrl.FaultOf("http://127.0.0.1:80/", allowHttp: true, allowPrivate: false));
        Assert.Null(WebhookUrl.FaultOf("http://127.0.0.1:8080/", allowHttp: true, allowPrivate: true));
        Assert.Null(WebhookUrl.FaultOf("http://localhost:8080/", allowHttp: true, allowPrivate: true));
    }
}
