using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Events;

/// <summary>The event log as it grows.</summary>
[Collection(SharedStackTests.Name)]
public sealed class EventStreamApiTests(StackFixture stack)
{
    private static readonly long StartMs = DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeSeconds() * 1000;

    [Fact]
    public async Task A_stream_begins_at_the_end_and_has_what_the_list_has()
    {
        var tenant = await stack.CreateTenantAsync();
        await TellAsync(tenant, "before");
        await using var stream = await EventReader.OpenAsync(tenant.Api, "/v1/events/stream");

        await TellAsync(tenant, "lobby");
        var taken = await stream.TakeAsync(3);

        Assert.Equal(["room.started", "participant.joined", "participant.left"], taken.Select(one => one.EventType));
        Assert.Equal(["4", "5", "6"], taken.Select(one => one.EventId));
        var listed = (await tenant.Api.GetAsync("/v1/events?after=3")).Expect(HttpStatusCode.OK).Data;
        Assert.Equal(listed.Select(one => one.GetRawText()), taken.Select(one => one.Data));
    }

    [Fact]
    public async Task A_client_that_comes_again_goes_on_after_what_it_has_seen()
    {
        var tenant = await stack.CreateTenantAsync();
        await TellAsync(tenant, "lobby");
        await using (var first = await EventReader.OpenAsync(tenant.Api, "/v1/events/stream?after=0"))
        {
            Assert.Equal(["1", "2"], (await first.TakeAsync(2)).Select(one => one.EventId));
        }

        await TellAsync(tenant, "stage");

        // As a browser does: with the address that it began with, and the header.
        await using var second = await EventReader.OpenAsync(tenant.Api, "/v1/events/stream?after=0", "2");
        Assert.Equal(["3", "4", "5", "6"], (await second.TakeAsync(4)).Select(one => one.EventId));
        await using var third = await EventReader.OpenAsync(tenant.Api, "/v1/events/stream?after=5");
        Assert.Equal(["6"], (await third.TakeAsync(1)).Select(one => one.EventId));
    }

    [Fact]
    public async Task A_stream_has_what_is_asked_for_and_says_where_it_begins()
    {
        var tenant = await stack.CreateTenantAsync();
        await TellAsync(tenant, "lobby");
        await using var stream = await EventReader.OpenAsync(tenant.Api, "/v1/events/stream?type=participant.joined&room=stage");
        Assert.Equal(["retry: 1000", "", "id: 3", ""], await stream.LinesAsync(4));

        await TellAsync(tenant, "lounge");
        await TellAsync(tenant, "stage");

        var joined = Assert.Single(await stream.TakeAsync(1));
        Assert.Equal(("8", "participant.joined"), (joined.EventId, joined.EventType));
        Assert.Equal("stage", JsonDocument.Parse(joined.Data).RootElement.GetProperty("data").GetProperty("room").GetString());
    }

    [Theory]
    [InlineData("", "1", "Last-Event-ID")]
    [InlineData("", "soon", "Last-Event-ID")]
    [InlineData("after=1", null, "?after")]
    [InlineData("type=room.burnt&limit=1", null, "?type", "?limit")]
    public async Task A_place_or_parameter_that_is_wrong_is_named(string query, string? lastEventId, params string[] pointers)
    {
        var api = (await stack.CreateTenantAsync()).Api;
        var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/events/stream?{query}");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);

        (await api.SendAsync(request)).ExpectInvalid(pointers);
    }

    [Fact]
    public async Task Streams_of_events_take_the_places_of_streams()
    {
        var tenant = await stack.CreateTenantAsync();
        var opened = new List<EventReader>();
        for (var i = 0; i < SiloSettings.StreamsPerTenant; i++)
        {
            opened.Add(await EventReader.OpenAsync(tenant.Api, "/v1/events/stream"));
        }

        (await tenant.Api.GetAsync("/v1/events/stream")).Expect(HttpStatusCode.TooManyRequests, "too_many_streams");
        foreach (var one in opened)
        {
            await one.DisposeAsync();
        }
    }

    /// <summary>Three events.</summary>
    private async Task TellAsync(TestTenant tenant, string name)
    {
        var room = await tenant.OpenRoomAsync(name, StartMs);
        var ann = Connection.At(StartMs, "ann");
        await stack.SendAllAsync(
            LiveKitWebhooks.RoomStarted(room), LiveKitWebhooks.ParticipantJoined(room, ann), LiveKitWebhooks.ParticipantLeft(room, ann, StartMs + 5_000));
    }
}
