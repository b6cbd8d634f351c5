using RelayKit.Stripe.Simulator;

namespace RelayKit.UnitTests.Stripe.Simulator;

public sealed class StripeSimulatorArgumentsTests
{
    [Fact]
    public void Meters_prices_and_addresses_are_taken_in_both_forms()
    {
        var options = Read(
            ["--meter", "minutes", "--price=base:2900", "--price", "used:0.4:minutes:1000", "--webhook-url=http://127.0.0.1:1/a", "--webhook-secret", "whsec_a", "--grace-seconds", "5"],
            out var error);

        Assert.Null(error);
        Assert.Equal(["minutes"], options!.MeterEvents);
        Assert.Equal([new SeededPrice("base", 2900), new SeededPrice("used", 0.4m, "minutes", 1000)], options.Prices);
        Assert.Equal(("http://127.0.0.1:1/a", TimeSpan.FromSeconds(5), "http://127.0.0.1:12111"), (options.WebhookUrl!.AbsoluteUri, options.FinalizationGrace, options.Urls));
    }

    [Theory]
    [InlineData("--webhook-url http://127.0.0.1:1/", "--webhook-url needs --webhook-secret")]
    [InlineData("--thin-webhook-url http://127.0.0.1:1/", "--thin-webhook-url needs --thin-webhook-secret")]
    [InlineData("--webhook-url nonsense", "--webhook-url cannot be 'nonsense'")]
    [InlineData("--price base", "--price cannot be 'base'")]
    [InlineData("--price used:1:minutes", "price used follows minutes, of which there is no meter")]
    [InlineData("--meter", "--meter needs a value")]
    public void What_it_could_not_start_with_is_an_error(string arguments, string error)
    {
        Assert.Null(Read(arguments.Split(' '), out var said));
        Assert.Equal(error, said);
    }

    [Fact]
    public void An_option_that_is_unknown_is_named() =>
        Assert.StartsWith("unknown option --dev; there are --api-key", Said(["--dev", "yes"]), StringComparison.Ordinal);

    private static string? Said(string[] arguments)
    {
        Read(arguments, out var error);
        return error;
    }

    private static StripeSimulatorOptions? Read(string[] arguments, out string? error) => StripeSimulatorArguments.Read(arguments, static _ => null, out error);
}
