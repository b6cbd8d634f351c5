using CsCheck;
using RelayKit.Webhooks;

namespace RelayKit.UnitTests.Webhooks;

public sealed class WebhookScheduleTests
{
    [Fact]
    public void There_are_ten_tries_within_seventy_five_and_a_half_hours_and_a_tenth_more_at_most()
    {
        Assert.Equal(10, WebhookSchedule.Retries.Attempts);
        Assert.Equal(new TimeSpan(75, 35, 5), Total(0));
        Assert.InRange(Total(1), new TimeSpan(75, 35, 5), new TimeSpan(75, 35, 5) * 1.1);
        Assert.Null(WebhookSchedule.Retries.After(10, null, 0));
    }

    [Theory]
    [InlineData(200, 1, WebhookState.Delivered)]
    [InlineData(204, 10, WebhookState.Delivered)]
    [InlineData(299, 1, WebhookState.Delivered)]
    [InlineData(199, 1, WebhookState.Retrying)]
    [InlineData(301, 1, WebhookState.Retrying)]
    [InlineData(308, 9, WebhookState.Retrying)]
    [InlineData(400, 10, WebhookState.Exhausted)]
    [InlineData(410, 1, WebhookState.Gone)]
    [InlineData(410, 10, WebhookState.Gone)]
    [InlineData(429, 9, WebhookState.Retrying)]
    [InlineData(500, 10, WebhookState.Exhausted)]
    [InlineData(null, 9, WebhookState.Retrying)]
    [InlineData(null, 10, WebhookState.Exhausted)]
    [InlineData(null, 11, WebhookState.Exhausted)]
    public void Only_2xx_has_arrived_and_only_410_ends_before_its_time(int? status, int attempt, WebhookState state) =>
        Assert.Equal(state, WebhookSchedule.StateAfter(status, attempt, 10));

    [Theory]
    [InlineData(429, null, 60)]
    [InlineData(502, null, 60)]
    [InlineData(504, null, 60)]
    [InlineData(500, null, null)]
    [InlineData(null, null, null)]
    [InlineData(503, 120, 120)]
    [InlineData(429, 5, 5)]
    [InlineData(429, -5, 60)]
    [InlineData(503, 1_000_000, 86_400)]
    public void A_receiver_is_spared_as_long_as_it_asks_for_and_a_minute_when_it_is_overloaded(int? status, int? retryAfter, int? seconds) => Assert.Equal(
        seconds is { } spared ? TimeSpan.FromSeconds(spared) : null,
        WebhookSchedule.NotBefore(status, retryAfter is { } asked ? TimeSpan.FromSeconds(asked) : null));

    [Fact]
    public void Whatever_a_receiver_asks_for_the_next_try_is_never_sooner_than_the_schedule_nor_later_than_both() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[0, 2_000_000], Gen.Double[0, 1]).Sample((attempt, asked, jitter) =>
        {
            var notBefore = WebhookSchedule.NotBefore(503, TimeSpan.FromSeconds(asked));
            var wait = WebhookSchedule.Retries.After(attempt, notBefore, jitter)!.Value;
            var plain = WebhookSchedule.Retries.After(attempt, null, jitter)!.Value;
            Assert.True(wait >= plain && wait <= (plain > WebhookSchedule.MostPatience ? plain : WebhookSchedule.MostPatience));
        });

    private static TimeSpan Total(double jitter) =>
        Enumerable.Range(1, 9).Aggregate(TimeSpan.Zero, (sum, attempt) => sum + WebhookSchedule.Retries.After(attempt, null, jitter)!.Value);
}
