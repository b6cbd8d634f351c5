using System.Net.Http.Headers;

namespace RelayKit.UnitTests.LiveKit.Simulator.Twirp;

public sealed class WireFormatTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async Task InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task JSON_and_protobuf_answer_alike()
    {
        // CreateRoomRequest: name 1, empty_timeout 2, max_participants 3, metadata 5, departure_timeout 10.
        var request = new WireBytes().Text(1, "r").Number(2, 60).Number(3, 7).Text(5, "{}").Number(10, 5);
        var protobuf = WireBytes.Read(await CallProtobufAsync("CreateRoom", request));
        var json = await _simulator.CallAsync("CreateRoom", """{"name":"r"}""");

        // Room: sid 1, name 2, empty_timeout 3, max_participants 4, creation_time 5, metadata 8, departure_timeout 14, creation_time_ms 15.
        Assert.Equal((string?)json["sid"], WireBytes.TextOf(protobuf[1].Single()));
        Assert.Equal((string?)json["name"], WireBytes.TextOf(protobuf[2].Single()));
        Assert.Equal((long)json["empty_timeout"]!, protobuf[3].Single());
        Assert.Equal((long)json["max_participants"]!, protobuf[4].Single());
        Assert.Equal((string?)json["creation_time"], $"{protobuf[5].Single()}");
        Assert.Equal((string?)json["metadata"], WireBytes.TextOf(protobuf[8].Single()));
        Assert.Equal((long)json["departure_timeout"]!, protobuf[14].Single());
        Assert.Equal((string?)json["creation_time_ms"], $"{protobuf[15].Single()}");
        Assert.Equal(10, protobuf[7].Count());
        Assert.Equal(10, json["enabled_codecs"]!.AsArray().Count);
    }

    [Fact]
    public async Task An_empty_protobuf_body_is_a_whole_request()
    {
        await _simulator.CallAsync("CreateRoom", """{"name":"r"}""");
        Assert.Single(WireBytes.Read(await CallProtobufAsync("ListRooms", new WireBytes()))[1]);
    }

    [Fact]
    public async Task An_empty_answer_is_no_bytes_of_protobuf()
    {
        await _simulator.CallAsync("CreateRoom", """{"name":"r"}""");
        Assert.Empty(await CallProtobufAsync("DeleteRoom", new WireBytes().Text(1, "r")));
    }

    [Fact]
    public async Task JSON_may_be_asked_in_either_spelling_and_with_fields_unknown_here()
    {
        var snake = await _simulator.CallAsync("CreateRoom", """{"name":"a","empty_timeout":7,"new_thing":[1]}""");
        var camel = await _simulator.CallAsync("CreateRoom", """{"name":"b","emptyTimeout":7,"newThing":{}}""");
        Assert.Equal(7, (int)snake["empty_timeout"]!);
        Assert.Equal(7, (int)camel["empty_timeout"]!);
    }

    [Fact]
    public async Task JSON_answers_tell_default_values_too()
    {
        var room = await _simulator.CallAsync("CreateRoom", """{"name":"r"}""");
        Assert.Equal(0, (int)room["num_participants"]!);
        Assert.Equal("", (string?)room["metadata"]);
        Assert.False((bool)room["active_recording"]!);
    }

    [Fact]
    public async Task One_of_two_leading_slashes_is_forgiven_and_parameters_of_the_content_type_are_not_minded()
    {
        using var content = new StringContent("{}", MediaTypeHeaderValue.Parse("application/json; charset=utf-8"));
        var (status, _) = await _simulator.SendAsync("//twirp/livekit.RoomService/ListRooms", _simulator.AdminToken("r"), content);
        Assert.Equal(200, status);
    }

    private async Task<byte[]> CallProtobufAsync(string method, WireBytes body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/twirp/livekit.RoomService/{method}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _simulator.AdminToken("r"));
        request.Content = new ByteArrayContent(body.ToArray());
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/protobuf");
        using var response = await _simulator.Http.SendAsync(request);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("application/protobuf", response.Content.Headers.ContentType!.ToString());
        return await response.Content.ReadAsByteArrayAsync();
    }
}
