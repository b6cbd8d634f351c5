using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit.Simulator.Faults;

/// <summary>Webhooks as a later LiveKit might write them.</summary>
public sealed class StrangeWebhookTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorHost.StartAsync(Strict.Receiver());

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task Unknown_field_adds_to_the_event_and_to_all_that_it_tells_of()
    {
        await _simulator.DoAsync("webhooks/faults", """{"unknown_field":1}""");
        var story = await TellAsync();
        Assert.All(story, delivery => Assert.True(Strict.IsSigned(delivery)));
        var published = story.Single(delivery => delivery.Event == "track_published").Json;
        Assert.All(
            new JsonNode?[] { published, published["room"], published["participant"], published["track"] },
            part => Assert.NotNull(part!["fieldOfTomorrow"]!["list"]));
        Assert.Equal(5, (int)(await _simulator.SeeAsync("webhooks"))["faults"]!["unknown_field"]!);
    }

    [Fact]
    public async Task Unknown_enum_replaces_or_adds_what_no_bill_depends_on()
    {
        await _simulator.DoAsync("webhooks/faults", """{"unknown_enum":1}""");
        var story = (await TellAsync()).ToDictionary(delivery => delivery.Event, delivery => delivery.Json);
        Assert.DoesNotContain("TOMORROW", story["room_started"].ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(
            ["SOURCE_OF_TOMORROW"],
            story["participant_joined"]["participant"]!["permission"]!["canPublishSources"]!.AsArray().Select(source => (string?)source));
        Assert.Equal("ACTIVE", (string?)story["participant_joined"]["participant"]!["state"]);
        Assert.Equal("SOURCE_OF_TOMORROW", (string?)story["track_published"]["track"]!["source"]);
        Assert.Equal("REASON_OF_TOMORROW", (string?)story["participant_left"]["participant"]!["disconnectReason"]);

        // The room's start has no enum, so it was not altered.
        Assert.Equal(4, (int)(await _simulator.SeeAsync("webhooks"))["faults"]!["unknown_enum"]!);
    }

    [Fact]
    public async Task What_is_strange_is_acknowledged_like_anything_else()
    {
        await _simulator.DoAsync("webhooks/faults", """{"unknown_enum":1,"unknown_field":1,"duplicate_new_id":1}""");
        await TellAsync();
        var ada = (await _simulator.SeeAsync("truth"))["rooms"]![0]!["participants"]![0]!;
        Assert.Equal(("acknowledged", 2), ((string?)ada["joined"]!["state"], (int)ada["joined"]!["attempts"]!));
    }

    private async Task<IReadOnlyList<Delivery>> TellAsync()
    {
        await _simulator.JoinAsync("r", "ada");
        await _simulator.DoAsync("publish", """{"room":"r","identity":"ada","source":"camera"}""");
        await _simulator.LeaveAsync("r", "ada");
        return await _simulator.DeliveriesAsync();
    }
}
