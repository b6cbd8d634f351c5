using System.Text.Json;
using RelayKit.Events;
using RelayKit.Identifiers;
using RelayKit.Webhooks;

namespace RelayKit.UnitTests.Webhooks;

public sealed class WebhookBodyTests
{
    private static readonly LoggedEvent One = new(
        Guid.Parse("019abcde-0000-7000-8000-000000000001"), 42, TenantEventTypes.RoomStarted, 1_795_000_000_123, """{"room":"standup","mode":"live"}""")
    {
        Mode = Mode.Live,
        Room = "standup",
    };

    [Fact]
    public void It_is_the_event_as_the_log_shows_it_and_when_it_happened_as_the_standard_calls_it()
    {
        using var sent = JsonDocument.Parse(WebhookBody.Of(One));
        using var shown = JsonDocument.Parse(LoggedEventJson.Write(One));

        foreach (var field in shown.RootElement.EnumerateObject())
        {
            Assert.Equal(field.Value.GetRawText(), sent.RootElement.GetProperty(field.Name).GetRawText());
        }

        Assert.Equal(shown.RootElement.GetProperty("created_at").GetRawText(), sent.RootElement.GetProperty("timestamp").GetRawText());
        Assert.Equal(["created_at", "data", "id", "sequence", "timestamp", "type"], sent.RootElement.EnumerateObject().Select(static field => field.Name).Order());
        Assert.Equal(WebhookBody.Of(One), WebhookBody.Of(One));
    }

    [Fact]
    public void What_is_too_large_says_where_it_can_be_read_and_of_what_it_is()
    {
        var large = One with { Data = $$"""{"room":"standup","mode":"live","note":"{{new string('x', WebhookBody.MaxBytes)}}"}""" };

        var body = WebhookBody.Of(large);

        Assert.True(body.Length < WebhookBody.MaxBytes);
        using var sent = JsonDocument.Parse(body);
        var data = sent.RootElement.GetProperty("data");
        Assert.Equal(("standup", "live", true), (data.GetProperty("room").GetString(), data.GetProperty("mode").GetString(), data.GetProperty("truncated").GetBoolean()));
        Assert.Equal($"/v1/events/{PublicId.Format(PublicId.Event, One.Id)}", data.GetProperty("read_at").GetString());
    }

    [Fact]
    public void A_test_is_the_same_to_whoever_makes_it_again()
    {
        var (endpoint, id) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        var one = WebhookBody.TestOf(endpoint, id, Mode.Test);

        Assert.Equal(WebhookBody.Of(one), WebhookBody.Of(WebhookBody.TestOf(endpoint, id, Mode.Test)));
        Assert.Contains("\"sequence\":0,\"type\":\"webhook.test\"", System.Text.Encoding.UTF8.GetString(WebhookBody.Of(one)), StringComparison.Ordinal);
        Assert.Contains(PublicId.Format(PublicId.WebhookEndpoint, endpoint), one.Data, StringComparison.Ordinal);
    }
}
