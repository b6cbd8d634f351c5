using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit.Simulator.Webhooks;

public sealed class WebhookRetryTests
{
    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(null)]
    public async Task A_failing_webhook_is_tried_five_times_after_1_2_4_and_8_seconds_and_then_lost(HttpStatusCode? status)
    {
        using var receiver = new WebhookReceiver(_ => status is { } code
            ? new HttpResponseMessage(code)
            : throw new HttpRequestException("connection refused"));
        await using var simulator = await SimulatorHost.StartAsync(receiver);
        await simulator.CallAsync("CreateRoom", """{"name":"r"}""");
        foreach (var seconds in new[] { 1, 2, 4, 8 })
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), await simulator.Time.NextWaitAsync());
            simulator.Time.Advance(TimeSpan.FromSeconds(seconds));
        }

        var attempts = await simulator.DeliveriesAsync();
        Assert.Equal(5, attempts.Count);
        Assert.Single(attempts.Select(attempt => (attempt.Authorization, Convert.ToHexString(attempt.Body))).Distinct());
        Assert.Equal((0, 1, 4, 0), Read(await simulator.SeeAsync("webhooks")));
        var sent = (await simulator.SeeAsync("webhooks/sent"))["sent"]![0]!;
        Assert.Equal((5, (int?)status), ((int)sent["attempts"]!, (int?)sent["status"]));
    }

    [Fact]
    public async Task The_next_webhook_of_a_room_waits_for_the_retries_and_other_rooms_do_not()
    {
        var broken = true;
        using var receiver = new WebhookReceiver(delivery => new HttpResponseMessage(
            broken && (string?)delivery.Json["room"]!["name"] == "slow" ? HttpStatusCode.BadGateway : HttpStatusCode.OK));
        await using var simulator = await SimulatorHost.StartAsync(receiver);
        await simulator.JoinAsync("slow", "ada");
        Assert.Equal(TimeSpan.FromSeconds(1), await simulator.Time.NextWaitAsync());
        await simulator.CallAsync("CreateRoom", """{"name":"quick"}""");
        Assert.Equal("slow", (string?)(await receiver.NextAsync()).Json["room"]!["name"]);
        Assert.Equal("quick", (string?)(await receiver.NextAsync()).Json["room"]!["name"]);
        broken = false;
        simulator.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["room_started", "participant_joined ada"], await simulator.StoryAsync());
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.NotImplemented)]
    public async Task Any_other_answer_counts_as_delivered(HttpStatusCode status)
    {
        using var receiver = new WebhookReceiver(_ => new HttpResponseMessage(status));
        await using var simulator = await SimulatorHost.StartAsync(receiver);
        await simulator.CallAsync("CreateRoom", """{"name":"r"}""");
        Assert.Single(await simulator.DeliveriesAsync());
        Assert.Equal((1, 0, 0, 0), Read(await simulator.SeeAsync("webhooks")));
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, 45)]
    [InlineData(HttpStatusCode.ServiceUnavailable, 45)]
    [InlineData(HttpStatusCode.InternalServerError, 1)]
    public async Task Retry_After_is_honoured_with_429_and_503_alone(HttpStatusCode status, int seconds)
    {
        var answers = 0;
        using var receiver = new WebhookReceiver(_ => new HttpResponseMessage(answers++ == 0 ? status : HttpStatusCode.OK)
        {
            Headers = { RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(45)) },
        });
        await using var simulator = await SimulatorHost.StartAsync(receiver);
        await simulator.CallAsync("CreateRoom", """{"name":"r"}""");
        Assert.Equal(TimeSpan.FromSeconds(seconds), await simulator.Time.NextWaitAsync());
        simulator.Time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(2, (await simulator.DeliveriesAsync()).Count);
    }

    [Fact]
    public async Task Retry_After_may_be_a_date()
    {
        var until = new WatchedTime().GetUtcNow().AddSeconds(17);
        using var receiver = new WebhookReceiver(_ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
        {
            Headers = { RetryAfter = new RetryConditionHeaderValue(until) },
        });
        await using var simulator = await SimulatorHost.StartAsync(receiver);
        await simulator.CallAsync("CreateRoom", """{"name":"r"}""");
        Assert.Equal(TimeSpan.FromSeconds(17), await simulator.Time.NextWaitAsync());
    }

    private static (int Delivered, int Failed, int Retries, int Pending) Read(JsonNode counts) =>
        ((int)counts["delivered"]!, (int)counts["failed"]!, (int)counts["retries"]!, (int)counts["pending"]!);
}
