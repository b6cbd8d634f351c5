using RelayKit.Stripe;

namespace RelayKit.UnitTests.Stripe;

public sealed class StripeOptionsValidationTests
{
    [Fact]
    public void Good_settings_are_taken() => Assert.True(new StripeOptionsValidation().Validate(null, Good()).Succeeded);

    [Fact]
    public void What_is_missing_is_named_all_at_once() => Assert.Equal(
        ["RelayKit__Stripe__ApiKey", "RelayKit__Stripe__WebhookSecret"], Failures(new StripeOptions()).Select(static failure => failure.Split(' ')[0]));

    [Theory]
    [InlineData(nameof(StripeOptions.ApiKey), "pk_live_canary")]
    [InlineData(nameof(StripeOptions.ApiKey), "sk_live_canary\n")]
    [InlineData(nameof(StripeOptions.ApiBase), "http://api.stripe.com")]
    [InlineData(nameof(StripeOptions.ApiBase), "https://api.stripe.com/v1")]
    [InlineData(nameof(StripeOptions.ApiBase), "https://canary@api.stripe.com")]
    [InlineData(nameof(StripeOptions.WebhookSecret), "canary-without-its-beginning")]
    [InlineData(nameof(StripeOptions.PreviousWebhookSecret), "whsec_short")]
    [InlineData(nameof(StripeOptions.ThinWebhookSecret), "whsec_canary with a space")]
    [InlineData(nameof(StripeOptions.MeterEventPrefix), "canary/")]
    [InlineData(nameof(StripeOptions.PreviousThinWebhookSecret), "whsec_canary-without-thin")]
    public void What_is_wrong_is_named_and_never_quoted(string key, string value)
    {
        var options = Good();
        typeof(StripeOptions).GetProperty(key)!.SetValue(options, value);

        var failure = Assert.Single(Failures(options));
        Assert.StartsWith($"RelayKit__Stripe__{key} ", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_that_is_no_use_is_refused()
    {
        var options = Good();
        options.AttemptTimeout = TimeSpan.Zero;

        Assert.StartsWith("RelayKit__Stripe__AttemptTimeout ", Assert.Single(Failures(options)), StringComparison.Ordinal);
    }

    private static StripeOptions Good() => new() { ApiKey = "sk_live_of-the-account", WebhookSecret = "whsec_of-the-endpoint" };

    private static IEnumerable<string> Failures(StripeOptions options) => new StripeOptionsValidation().Validate(null, options).Failures!;
}
