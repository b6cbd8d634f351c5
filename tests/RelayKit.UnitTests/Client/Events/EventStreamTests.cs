using RelayKit.Client;

namespace RelayKit.UnitTests.Client.Events;

/// <summary>The event stream: nothing missed, nothing twice, whatever the connection does.</summary>
public sealed class EventStreamTests
{
    [Theory]
    [InlineData(nameof(BodyEnd.Whole))]
    [InlineData(nameof(BodyEnd.Breaks))]
    [InlineData(nameof(BodyEnd.Silent))]
    public async Task A_stream_that_ends_goes_on_after_the_last_event(string end)
    {
        using var client = new ClientUnderTest();
        var first = new PlayedBody(Event(5) + Event(7), Enum.Parse<BodyEnd>(end));
        client.Server.ThenEvents(first).ThenEvents(new PlayedBody(Event(9), BodyEnd.Silent));

        var events = await client.TakeAsync(client.Api.Events.StreamAsync(), 3);

        Assert.Equal([5L, 7, 9], events.Select(told => told.Sequence));
        Assert.Equal(["/v1/events/stream", "/v1/events/stream"], client.Server.Requests.Select(request => request.PathAndQuery));
        Assert.Equal([null, "7"], client.Server.Requests.Select(request => request["Last-Event-ID"]));
        Assert.All(client.Server.Requests, request => Assert.StartsWith("text/event-stream", request["Accept"], StringComparison.Ordinal));
        Assert.True(first.IsDisposed);
    }

    [Fact]
    public async Task An_event_that_comes_again_is_not_given_out_again()
    {
        using var client = new ClientUnderTest();
        client.Server
            .ThenEvents(new PlayedBody(Event(1) + Event(1) + Event(2), BodyEnd.Breaks))
            .ThenEvents(new PlayedBody(Event(1) + Event(2) + Event(3), BodyEnd.Whole))
            .ThenEvents(new PlayedBody(Event(3) + Event(4), BodyEnd.Silent));

        Assert.Equal([1L, 2, 3, 4], (await client.TakeAsync(client.Api.Events.StreamAsync(), 4)).Select(told => told.Sequence));
    }

    [Fact]
    public async Task A_reader_begins_where_it_stopped()
    {
        using var client = new ClientUnderTest();
        client.Server.ThenEvents(new PlayedBody(Event(41) + Event(42) + Event(43), BodyEnd.Silent));

        var events = await client.TakeAsync(client.Api.Events.StreamAsync(new EventQuery { After = 42 }), 1);

        Assert.Equal(43, events.Single().Sequence);
        Assert.Equal("/v1/events/stream?after=42", client.Server.Requests.Single().PathAndQuery);
        Assert.Equal("42", client.Server.Requests.Single()["Last-Event-ID"]);
    }

    [Fact]
    public async Task Half_an_event_is_none()
    {
        using var client = new ClientUnderTest();
        client.Server
            .ThenEvents(new PlayedBody(Event(1) + Event(2)[..^8], BodyEnd.Breaks))
            .ThenEvents(new PlayedBody(Event(2), BodyEnd.Silent));

        Assert.Equal([1L, 2], (await client.TakeAsync(client.Api.Events.StreamAsync(), 2)).Select(told => told.Sequence));
        Assert.Equal("1", client.Server.Requests[1]["Last-Event-ID"]);
    }

    [Fact]
    public async Task A_place_without_an_event_is_where_a_stream_goes_on()
    {
        using var client = new ClientUnderTest();
        client.Server
            .ThenEvents(new PlayedBody("id: 10\n\n", BodyEnd.Breaks))
            .ThenEvents(new PlayedBody("id: 11\r\n\r\n" + Event(12) + "id: 19\n\n: nothing\n\nid: 20\n", BodyEnd.Breaks))
            .ThenEvents(new PlayedBody(Event(21), BodyEnd.Silent));

        var events = await client.TakeAsync(client.Api.Events.StreamAsync(), 2);

        Assert.Equal([12L, 21], events.Select(told => told.Sequence));
        Assert.Equal([null, "10", "19"], client.Server.Requests.Select(request => request["Last-Event-ID"]));
    }

    [Fact]
    public async Task The_server_says_how_long_to_wait_before_coming_back()
    {
        using var client = new ClientUnderTest();
        client.Server
            .ThenEvents(new PlayedBody("retry: 9000\n\n" + Event(1), BodyEnd.Whole))
            .ThenEvents(new PlayedBody(":keeps alive\n\n" + Event(2), BodyEnd.Whole))
            .ThenEvents(new PlayedBody(Event(3), BodyEnd.Silent));

        await client.TakeAsync(client.Api.Events.StreamAsync(), 3);

        Assert.Equal([TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(9)], client.Pauses);
    }

    [Fact]
    public async Task A_connection_that_is_dead_is_given_up()
    {
        using var client = new ClientUnderTest();
        client.Server.ThenEvents(new PlayedBody(Event(1), BodyEnd.Silent)).ThenEvents(new PlayedBody(Event(2), BodyEnd.Silent));

        await client.TakeAsync(client.Api.Events.StreamAsync(), 2);

        Assert.Equal(client.Options.StreamSilence + client.Options.MinPause, client.Time.Elapsed);
    }

    [Fact]
    public async Task A_server_that_is_away_for_long_is_waited_for()
    {
        using var client = new ClientUnderTest(maxRetries: 1);
        client.Server.ThenEvents(new PlayedBody(Event(1), BodyEnd.Breaks));
        for (var i = 0; i < 20; i++)
        {
            client.Server.ThenFails(new HttpRequestException(HttpRequestError.ConnectionError, "refused"));
        }

        client.Server.ThenProblem(429, "too_many_streams", "5").ThenProblem(503, "temporarily_unavailable").ThenEvents(new PlayedBody(Event(2), BodyEnd.Silent));

        Assert.Equal([1L, 2], (await client.TakeAsync(client.Api.Events.StreamAsync(), 2)).Select(told => told.Sequence));
        Assert.All(client.Server.Requests.Skip(1), request => Assert.Equal("1", request["Last-Event-ID"]));
    }

    [Fact]
    public async Task A_refusal_ends_the_stream()
    {
        using var client = new ClientUnderTest();
        client.Server.ThenEvents(new PlayedBody(Event(1), BodyEnd.Whole)).ThenProblem(401, "invalid_api_key");

        var refused = await Assert.ThrowsAsync<RelayKitException>(() => client.TakeAsync(client.Api.Events.StreamAsync()));

        Assert.Equal(ErrorCodes.InvalidApiKey, refused.Code);
    }

    [Fact]
    public async Task What_is_wrong_from_the_start_is_told()
    {
        using var client = new ClientUnderTest(maxRetries: 1);
        client.Server.ThenFails(new HttpRequestException(HttpRequestError.ConnectionError, "refused")).ThenFails(new HttpRequestException(HttpRequestError.ConnectionError, "refused"));

        var fault = await Assert.ThrowsAsync<RelayKitException>(() => client.TakeAsync(client.Api.Events.StreamAsync()));

        Assert.Equal(ErrorCodes.ConnectionFailed, fault.Code);
    }

    [Fact]
    public async Task What_is_no_stream_is_not_read_again_and_again()
    {
        using var client = new ClientUnderTest();
        client.Server.Then(ScriptedServer.Answer(System.Net.HttpStatusCode.OK, "<html>Sign in</html>", "text/html"));

        Assert.Equal(ErrorCodes.UnexpectedAnswer, (await Assert.ThrowsAsync<RelayKitException>(() => client.TakeAsync(client.Api.Events.StreamAsync()))).Code);
    }

    [Fact]
    public async Task A_reader_who_has_enough_lets_go_of_the_connection()
    {
        using var client = new ClientUnderTest();
        var body = new PlayedBody(Event(1) + Event(2), BodyEnd.Silent);
        client.Server.ThenEvents(body);

        await client.TakeAsync(client.Api.Events.StreamAsync(), 1);

        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task The_log_is_listed_and_read_one_by_one()
    {
        using var client = new ClientUnderTest();
        client.Server.ThenJson($$"""{"data":[{{Json(3)}}],"next_cursor":"c"}""").ThenJson($$"""{"data":[{{Json(4)}}],"next_cursor":null}""").ThenJson(Json(4));

        var listed = await client.TakeAsync(client.Api.Events.ListAsync(new EventQuery { Types = [EventTypes.RoomStarted, EventTypes.RoomFinished], Room = "standup", After = 2, PageSize = 1 }));
        var one = await client.FinishAsync((api, cancellation) => api.Events.GetAsync("evt_4", cancellation: cancellation));

        Assert.Equal([3L, 4], listed.Select(told => told.Sequence));
        Assert.Equal("standup", one.Data.GetProperty("room").GetString());
        Assert.Equal(
            ["/v1/events?type=room.started%2Croom.finished&room=standup&after=2&limit=1", "/v1/events?type=room.started%2Croom.finished&room=standup&limit=1&cursor=c", "/v1/events/evt_4"],
            client.Server.Requests.Select(request => request.PathAndQuery));
    }

    private static string Event(long sequence) => $"id: {sequence}\nevent: room.started\ndata: {Json(sequence)}\n\n";

    private static string Json(long sequence) =>
        $$$"""{"id":"evt_{{{sequence}}}","sequence":{{{sequence}}},"type":"room.started","created_at":"2026-11-26T12:00:00.000Z","data":{"room":"standup"}}""";
}
