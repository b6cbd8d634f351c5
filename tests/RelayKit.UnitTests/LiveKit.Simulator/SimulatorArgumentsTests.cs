using RelayKit.LiveKit.Simulator;

namespace RelayKit.UnitTests.LiveKit.Simulator;

public sealed class SimulatorArgumentsTests
{
    [Theory]
    [InlineData("a: secret-a\nb: secret:b")]
    [InlineData("a: secret-a\\nb: secret:b")]
    [InlineData("  a:secret-a \n\n b: secret:b\n")]
    public void Keys_are_lines(string lines)
    {
        var options = Read([], out var error, ("LIVEKIT_KEYS", lines));
        Assert.Null(error);
        Assert.Equal("secret-a", options!.Keys["a"]);
        Assert.Equal("secret:b", options.Keys["b"]);
        Assert.Equal("http://127.0.0.1:7880", options.Urls);
    }

    [Fact]
    public void Arguments_come_on_top_of_the_environment()
    {
        var options = Read(
            ["--keys", "b: 2", "--webhook-url=http://127.0.0.1:2/c?d=e", "--webhook-api-key", "b", "--urls", "http://127.0.0.1:0"],
            out _,
            ("LIVEKIT_KEYS", "a: 1"),
            ("LIVEKIT_WEBHOOK_URLS", "http://127.0.0.1:1/a, http://127.0.0.1:1/b"),
            ("LIVEKIT_WEBHOOK_API_KEY", "a"));
        Assert.Equal(["a", "b"], options!.Keys.Keys.Order());
        Assert.Equal(
            ["http://127.0.0.1:1/a", "http://127.0.0.1:1/b", "http://127.0.0.1:2/c?d=e"], options.WebhookUrls.Select(url => url.ToString()));
        Assert.Equal(("b", "http://127.0.0.1:0"), (options.WebhookApiKey, options.Urls));
    }

    [Theory]
    [InlineData("--s3-urls http://127.0.0.1:0 --s3-bucket one", "id", "hush")]
    [InlineData("--s3-urls http://127.0.0.1:0 --s3-bucket one --s3-access-key other --s3-secret more", "other", "more")]
    public void The_stores_key_may_come_by_environment(string arguments, string id, string secret)
    {
        var options = Read(
            arguments.Split(' '), out var error, ("LIVEKIT_KEYS", "a: 1"), ("LIVEKIT_S3_ACCESS_KEY", "id"), ("LIVEKIT_S3_SECRET", "hush"));

        Assert.Null(error);
        var key = Assert.Single(options!.ObjectStore!.Keys);
        Assert.Equal((id, secret), (key.AccessKeyId, key.Secret));
    }

    [Theory]
    [InlineData("", "one of LIVEKIT_KEYS or --keys must be provided")]
    [InlineData("--keys a", "keys have to be lines of 'key: secret'")]
    [InlineData("--keys a:1 --webhook-url http://127.0.0.1:1/", "unknown api key in webhook config")]
    [InlineData("--keys a:1 --webhook-url http://127.0.0.1:1/ --webhook-api-key b", "unknown api key in webhook config")]
    [InlineData("--keys a:1 --webhook-url nonsense --webhook-api-key a", "webhook url 'nonsense' is not an http or https address")]
    [InlineData("--keys", "--keys needs a value")]
    [InlineData("--dev yes", "unknown option --dev; there are --keys, --webhook-url, --webhook-api-key, --urls and those of --s3-")]
    public void What_LiveKit_would_not_start_with_is_an_error(string arguments, string error)
    {
        Assert.Null(Read(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), out var said));
        Assert.Equal(error, said);
    }

    [Fact]
    public void A_host_is_refused_the_same_options() => Assert.Throws<ArgumentException>(
        () => SimulatorApp.Build(new SimulatorOptions { Keys = new Dictionary<string, string>() }, TimeProvider.System));

    private static SimulatorOptions? Read(string[] args, out string? error, params (string Name, string Value)[] environment) =>
        SimulatorArguments.Read(args, name => environment.FirstOrDefault(variable => variable.Name == name).Value, out error);
}
