using CsCheck;
using RelayKit.Mail;
using RelayKit.Mail.Resend;

namespace RelayKit.UnitTests.Mail.Resend;

/// <summary>What each answer of Resend's means: whether the mail was taken, was not, or nobody knows, and who waits for how long.</summary>
public sealed class ResendClassificationTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 20, 15, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(200, null, MailResult.Taken)]
    [InlineData(409, "invalid_idempotent_request", MailResult.Taken)]
    [InlineData(409, "concurrent_idempotent_requests", MailResult.Unknown)]
    [InlineData(500, "internal_server_error", MailResult.Unknown)]
    [InlineData(502, null, MailResult.Unknown)]
    [InlineData(408, null, MailResult.Unknown)]
    [InlineData(400, "validation_error", MailResult.Refused)]
    [InlineData(422, "missing_required_field", MailResult.Refused)]
    [InlineData(451, "security_error", MailResult.Refused)]
    [InlineData(422, "invalid_from_address", MailResult.NotYet)]
    [InlineData(401, "missing_api_key", MailResult.NotYet)]
    [InlineData(403, "invalid_api_key", MailResult.NotYet)]
    [InlineData(403, "validation_error", MailResult.NotYet)]
    [InlineData(404, "not_found", MailResult.NotYet)]
    [InlineData(429, "rate_limit_exceeded", MailResult.NotYet)]
    [InlineData(429, "daily_quota_exceeded", MailResult.NotYet)]
    [InlineData(429, "monthly_quota_exceeded", MailResult.NotYet)]
    public void An_answer_means_one_thing(int status, string? error, MailResult expected) =>
        Assert.Equal(expected, ResendClassification.Of(new ResendAnswer { Status = status, Error = error }, Now).Outcome.Result);

    [Fact]
    public void No_answer_is_unknown_unless_no_connection_came_about()
    {
        Assert.Equal(MailResult.Unknown, ResendClassification.Of(new ResendAnswer(), Now).Outcome.Result);
        Assert.Equal(MailResult.NotYet, ResendClassification.Of(new ResendAnswer { IsUnsent = true }, Now).Outcome.Result);
    }

    [Theory]
    [InlineData("rate_limit_exceeded", null, null, 1)]
    [InlineData("rate_limit_exceeded", 7, 3, 7)]
    [InlineData("rate_limit_exceeded", null, 3, 3)]
    [InlineData("daily_quota_exceeded", null, null, 3 * 3600 + 45 * 60)]
    [InlineData("daily_quota_exceeded", 60, null, 60)]
    [InlineData("monthly_quota_exceeded", null, null, 6 * 3600)]
    [InlineData("rate_limit_exceeded", 1_000_000, null, 6 * 3600)]
    public void A_limit_is_waited_for_by_everybody(string error, int? retryAfter, int? reset, int seconds)
    {
        var answer = new ResendAnswer
        {
            Status = 429,
            Error = error,
            RetryAfter = retryAfter is { } after ? TimeSpan.FromSeconds(after) : null,
            Reset = reset is { } until ? TimeSpan.FromSeconds(until) : null,
        };

        var (outcome, pause) = ResendClassification.Of(answer, Now);

        Assert.Equal((Now.AddSeconds(seconds), Now.AddSeconds(seconds)), (pause, outcome.NotBefore));
    }

    [Fact]
    public void The_last_request_of_a_window_is_followed_by_none()
    {
        var last = new ResendAnswer { Status = 200, Remaining = 0, Reset = TimeSpan.FromSeconds(2) };

        Assert.Equal(Now.AddSeconds(2), ResendClassification.Of(last, Now).PauseUntil);
        Assert.Null(ResendClassification.Of(last with { Remaining = 1 }, Now).PauseUntil);
    }

    [Fact]
    public void A_key_that_is_refused_stops_everything_for_a_while_and_one_mail_that_is_refused_does_not()
    {
        Assert.NotNull(ResendClassification.Of(new ResendAnswer { Status = 401, Error = "invalid_api_key" }, Now).PauseUntil);
        Assert.Null(ResendClassification.Of(new ResendAnswer { Status = 403, Error = "validation_error" }, Now).PauseUntil);
        Assert.Null(ResendClassification.Of(new ResendAnswer { Status = 422, Error = "invalid_parameter" }, Now).PauseUntil);
    }

    [Fact]
    public void Whatever_comes_a_pause_ends_and_a_reason_quotes_nothing() =>
        Gen.Select(Gen.Int[100, 599], Gen.String, Gen.Int[0, 40_000_000], Gen.Int[0, 40_000_000]).Sample((status, error, retryAfter, reset) =>
        {
            var answer = new ResendAnswer
            {
                Status = status,
                Error = $"{error} ada@example.com",
                RetryAfter = TimeSpan.FromSeconds(retryAfter),
                Reset = TimeSpan.FromSeconds(reset),
                Remaining = 0,
            };
            var (outcome, pause) = ResendClassification.Of(answer, Now);
            return (pause is null || (pause > Now && pause <= Now + ResendClassification.LongestPause))
                && outcome.Reason?.Contains('@', StringComparison.Ordinal) != true
                && (outcome.Result == MailResult.Taken) == status is >= 200 and < 300;
        });
}
