using RelayKit.Billing;
using RelayKit.Stripe.Calls;

namespace RelayKit.UnitTests.Stripe;

public sealed class StripeOutcomesTests
{
    [Theory]
    [InlineData(200, null, ProviderOutcome.Unknown)]
    [InlineData(302, null, ProviderOutcome.Retryable)]
    [InlineData(400, "parameter_missing", ProviderOutcome.Refused)]
    [InlineData(400, null, ProviderOutcome.Refused)]
    [InlineData(401, null, ProviderOutcome.Retryable)]
    [InlineData(402, "card_declined", ProviderOutcome.Refused)]
    [InlineData(403, null, ProviderOutcome.Retryable)]
    [InlineData(404, "resource_missing", ProviderOutcome.Refused)]
    [InlineData(408, null, ProviderOutcome.Unknown)]
    [InlineData(409, null, ProviderOutcome.Retryable)]
    [InlineData(409, "lock_timeout", ProviderOutcome.Retryable)]
    [InlineData(409, "idempotency_key_in_use", ProviderOutcome.Unknown)]
    [InlineData(429, "rate_limit", ProviderOutcome.Retryable)]
    [InlineData(429, "lock_timeout", ProviderOutcome.Retryable)]
    [InlineData(500, null, ProviderOutcome.Unknown)]
    [InlineData(502, null, ProviderOutcome.Unknown)]
    [InlineData(503, null, ProviderOutcome.Unknown)]
    [InlineData(504, null, ProviderOutcome.Unknown)]
    internal void An_answer_says_what_is_known(int status, string? code, ProviderOutcome outcome) => Assert.Equal(outcome, StripeOutcomes.Of(Answer(status, code)));

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, ProviderOutcome.Retryable)]
    [InlineData(HttpRequestError.NameResolutionError, ProviderOutcome.Retryable)]
    [InlineData(HttpRequestError.SecureConnectionError, ProviderOutcome.Retryable)]
    [InlineData(HttpRequestError.ResponseEnded, ProviderOutcome.Unknown)]
    [InlineData(HttpRequestError.InvalidResponse, ProviderOutcome.Unknown)]
    [InlineData(HttpRequestError.Unknown, ProviderOutcome.Unknown)]
    internal void A_connection_that_was_never_made_sent_nothing_and_one_that_was_lost_may_have(HttpRequestError error, ProviderOutcome outcome) =>
        Assert.Equal(outcome, StripeOutcomes.Of(StripeFailure.Of(new HttpRequestException(error))!));

    [Fact]
    public void A_time_that_is_up_leaves_the_outcome_unknown()
    {
        Assert.Equal(ProviderOutcome.Unknown, StripeOutcomes.Of(StripeFailure.Of(new TaskCanceledException())!));
        Assert.Equal(ProviderOutcome.Unknown, StripeOutcomes.Of(StripeFailure.Of(new IOException())!));
        Assert.Null(StripeFailure.Of(new InvalidOperationException()));
    }

    [Theory]
    [InlineData(409, null, true)]
    [InlineData(500, null, true)]
    [InlineData(500, false, false)]
    [InlineData(429, null, false)]
    [InlineData(429, true, true)]
    [InlineData(400, null, false)]
    public void Stripes_advice_goes_before_what_the_status_suggests(int status, bool? advice, bool repeat) =>
        Assert.Equal(repeat, StripeOutcomes.IsWorthRepeating(Answer(status, null) with { ShouldRetry = advice }));

    [Theory]
    [InlineData(400, "duplicate_meter_event", "A meter event with a duplicate identifier has already been submitted.", true)]
    [InlineData(400, null, "An event already exists with identifier ten_1:minutes:2026-11:1.", true)]
    [InlineData(400, null, "The value is wrong.", false)]
    [InlineData(500, null, "An event already exists with identifier x.", false)]
    public void A_repeated_identifier_is_known_by_its_code_or_its_words(int status, string? code, string message, bool duplicate)
    {
        var failure = Answer(status, code) with { Message = message };

        Assert.Equal(duplicate, StripeOutcomes.IsDuplicateMeterEvent(failure));
        Assert.Equal(duplicate, StripeOutcomes.FaultOf(failure).Code == ProviderFault.DuplicateMeterEvent);
    }

    [Fact]
    public void Nothing_of_a_key_that_Stripe_does_not_take_is_said_again()
    {
        var fault = StripeOutcomes.FaultOf(Answer(401, null) with { Message = "Invalid API Key provided: sk_live_****canary" });

        Assert.Equal("authentication", fault.Code);
        Assert.DoesNotContain("canary", fault.Message, StringComparison.Ordinal);
    }

    private static StripeFailure Answer(int status, string? code) =>
        new(StripeFailureKind.Answered, "A text.") { Status = status, Code = code, Type = "invalid_request_error" };
}
