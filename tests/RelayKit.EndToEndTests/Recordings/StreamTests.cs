using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Recordings;

/// <summary>Streams that go out, over HTTP: to RTMP, to SRT, and as HLS into the tenant's bucket.</summary>
[Collection(RecordingTestGroup.Name)]
public sealed class StreamTests(RecordingFixture stack)
{
    private const string Url = "rtmp://live.example.com/app/key";

    private static readonly string[] Urls = [Url];
    private static readonly string[] Secure = ["https://live.example.com/app/key"];
    private static readonly string[] Kinds = ["room_composite", "participant", "track_composite", "web_page"];

    [Theory]
    [InlineData("room_composite", "rtmp://live.example.com/app/", "rtmp://live.example.com/app/***")]
    [InlineData("participant", "rtmps://live.example.com:443/app/", "rtmps://live.example.com:443/app/***")]
    [InlineData("track_composite", "srt://live.example.com:9000?streamid=", "srt://live.example.com:9000/***")]
    [InlineData("web_page", "srt://live.example.com:9000?passphrase=", "srt://live.example.com:9000/***")]
    public async Task Addresses_are_added_and_removed_while_it_goes_on(string kind, string address, string shown)
    {
        var room = await RecordedRoom.OpenAsync(stack, prefix: null);
        var id = await room.StreamAsync(room.StreamOf(kind, $"{address}one-key", $"{address}two-key"));
        await room.HasStatusAsync(id, "active");
        Assert.Equal([(shown, "active"), (shown, "active")], OutputsOf(await room.GetAsync(id)));

        Assert.Equal(
            [(shown, "active"), (shown, "active"), (shown, "active")],
            OutputsOf((await ChangeAsync(room, id, new { add = new[] { $"{address}three-key" } })).Expect(HttpStatusCode.OK)));
        Assert.Equal(
            [(shown, "finished"), (shown, "active"), (shown, "active"), (shown, "active")],
            OutputsOf((await ChangeAsync(room, id, new { add = new[] { $"{address}four-key" }, remove = new[] { $"{address}one-key" } })).Expect(HttpStatusCode.OK)));
        Assert.Equal(
            "two-key three-key four-key",
            string.Join(' ', (await room.TruthAsync(id)).GetProperty("streams").EnumerateArray()
                .Where(static stream => stream.GetProperty("state").GetString() == "active").Select(stream => stream.GetProperty("url").GetString()![address.Length..])));

        (await ChangeAsync(room, id, new { remove = new[] { $"{address}one-key" } })).Expect(HttpStatusCode.UnprocessableEntity, "recording_refused");
        (await ChangeAsync(room, id, new { })).ExpectInvalid("/add");
        (await ChangeAsync(room, id, new { add = Secure })).ExpectInvalid("/add/0");
        var other = address.StartsWith("srt", StringComparison.Ordinal) ? "rtmp://live.example.com/app/key" : "srt://live.example.com:9000";
        (await ChangeAsync(room, id, new { add = new[] { other } })).Expect(HttpStatusCode.UnprocessableEntity, "recording_refused");

        await room.StopAsync(id);
        await room.HasStatusAsync(id, "complete");
        var ended = await room.GetAsync(id);
        Assert.All(OutputsOf(ended), output => Assert.Equal((shown, "finished"), output));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (ended["error"].ValueKind, ended["hls"].ValueKind));
        (await ChangeAsync(room, id, new { add = new[] { $"{address}five-key" } })).Expect(HttpStatusCode.Conflict, "recording_ended");
        Assert.Equal("stream.started stream.ended", string.Join(' ', (await room.EventsAsync(id)).Select(static told => told.Type).Where(static type => type != "stream.updated")));
    }

    [Fact]
    public async Task One_address_that_breaks_off_is_shown_and_with_the_last_the_stream_has_failed()
    {
        var room = await RecordedRoom.OpenAsync(stack, prefix: null);
        string[] urls = ["rtmp://one.example.com/app/one-key", "rtmp://two.example.com/app/two-key"];
        var id = await room.StreamAsync(new { room = room.Room.Name, urls, consent_confirmed = true });
        await room.HasStatusAsync(id, "active");

        await FailAsync(room, id, urls[0]);
        await Eventually.HoldsAsync(async () => OutputsOf(await room.GetAsync(id))[0].Status == "failed", "the first has broken off");
        var going = await room.GetAsync(id);
        Assert.Equal("active", going.Text("status"));
        Assert.Equal("cannot connect to rtmp://one.example.com/app/***", going["outputs"][0].GetProperty("error").GetString());
        Assert.Contains(
            await room.EventsAsync(id),
            static told => told.Type == "stream.updated" && told.Data.GetProperty("outputs")[0].GetProperty("error").GetString() == "cannot connect to rtmp://one.example.com/app/***");

        await FailAsync(room, id, urls[1]);
        await room.HasStatusAsync(id, "failed");
        Assert.Equal("cannot connect to rtmp://two.example.com/app/***", (await room.GetAsync(id))["error"].GetProperty("message").GetString());
        Assert.Contains(await room.EventsAsync(id), static told => told.Type == "stream.failed");
    }

    [Fact]
    public async Task A_stream_whose_last_address_is_removed_is_over()
    {
        var room = await RecordedRoom.OpenAsync(stack, prefix: null);
        var id = await room.StreamAsync(room.StreamOf("room_composite", Url));
        await room.HasStatusAsync(id, "active");

        (await ChangeAsync(room, id, new { remove = Urls })).Expect(HttpStatusCode.OK);

        await room.HasStatusAsync(id, "complete");
    }

    [Fact]
    public async Task HLS_goes_into_the_tenants_bucket_with_its_playlists()
    {
        var room = await RecordedRoom.OpenAsync(stack);
        await Task.WhenAll(Kinds.Select(async kind =>
        {
            var id = await room.StreamAsync(room.HlsOf(kind, segmentSeconds: 2));
            await room.HasStatusAsync(id, "active");
            (await ChangeAsync(room, id, new { add = Urls })).Expect(HttpStatusCode.Conflict, "recording_not_changeable");
            await stack.Simulator.PostAsync("/sim/egress/advance", new { egress_id = await room.EgressIdAsync(id), ms = 6_500 });
            await room.StopAsync(id);
            await room.HasStatusAsync(id, "complete");
            await Eventually.EqualAsync("present", async () => (await room.GetAsync(id))["hls"].GetProperty("file").GetString(), $"file of {id}");

            var hls = (await room.GetAsync(id))["hls"];
            var (key, truth) = (hls.GetProperty("key").GetString()!, await room.TruthAsync(id));
            Assert.EndsWith($"{id}/index.m3u8", key, StringComparison.Ordinal);
            Assert.Equal(PlayedStore.TenantsBucket, hls.GetProperty("bucket").GetString());
            Assert.Empty((await room.GetAsync(id))["outputs"].EnumerateArray());
            var folder = key[..^"index.m3u8".Length];
            var there = (await stack.Store.ControlAsync(HttpMethod.Get, $"/sim/objects?bucket={PlayedStore.TenantsBucket}")).GetProperty("objects").EnumerateArray()
                .Where(one => one.GetProperty("key").GetString()!.StartsWith(folder, StringComparison.Ordinal))
                .ToDictionary(one => one.GetProperty("key").GetString()![folder.Length..], static one => one.GetProperty("size").GetInt64());
            Assert.True(there.ContainsKey("index.m3u8") && there.ContainsKey("live.m3u8") && there.ContainsKey("segment_00003.ts"), string.Join(' ', there.Keys));
            Assert.Equal(there.Where(static one => one.Key.EndsWith(".ts", StringComparison.Ordinal)).Sum(static one => one.Value), hls.GetProperty("size_bytes").GetInt64());
            Assert.Equal(truth.GetProperty("duration_ms").GetInt64(), (await room.GetAsync(id)).Number("duration_ms"));
        }));
    }

    [Theory]
    [InlineData("""{}""", "/urls")]
    [InlineData("""{"urls":["rtmp://a.example.com/b/c"],"hls":{}}""", "/urls")]
    [InlineData("""{"urls":[]}""", "/urls")]
    [InlineData("""{"urls":["http://a.example.com/b/c"]}""", "/urls/0")]
    [InlineData("""{"urls":["rtmp://a.example.com/b/c","srt://a.example.com:9000"]}""", "/urls/1")]
    [InlineData("""{"hls":{"segment_seconds":0}}""", "/hls/segment_seconds")]
    [InlineData("""{"urls":["rtmp://a.example.com/b/c"],"kind":"web_page","page_url":"https://10.0.0.1/"}""", "/page_url")]
    public async Task What_does_not_go_together_is_refused_by_field(string body, string field)
    {
        var tenant = await stack.CreateTenantAsync();
        var order = JsonSerializer.Deserialize<Dictionary<string, object>>(body)!;
        order["consent_confirmed"] = true;
        if (!order.ContainsKey("page_url"))
        {
            order["room"] = "r";
        }

        (await tenant.Api.PostAsync("/v1/streams", order)).ExpectInvalid(field);
    }

    [Fact]
    public async Task The_limit_of_streams_holds_and_one_that_has_ended_does_not_count()
    {
        var room = await RecordedRoom.OpenAsync(stack, prefix: null);
        (await room.Api.PatchAsync("/v1/tenant", new { limits = new { streams = 1 } })).Expect(HttpStatusCode.OK);
        var order = room.StreamOf("room_composite", Url);
        await Eventually.HoldsAsync(
            async () => (await room.Api.PostAsync("/v1/streams?dry_run=true", order)).Expect(HttpStatusCode.OK)["limits"].GetArrayLength() == 1, "the limit is known");
        var id = await room.StreamAsync(order);
        (await room.Api.PostAsync("/v1/streams", order)).Expect(HttpStatusCode.Conflict, "limit_reached");
        await room.HasStatusAsync(id, "active");

        await room.ActAsync("fail", id);
        await room.HasStatusAsync(id, "failed");

        await room.HasStatusAsync(await room.StreamAsync(order), "active");
    }

    private static Task<ApiAnswer> ChangeAsync(RecordedRoom room, string id, object change) => room.Api.PostAsync($"/v1/streams/{id}/urls", change);

    private async Task FailAsync(RecordedRoom room, string id, string url) => await stack.Simulator.PostAsync(
        "/sim/egress/fail-stream", new { egress_id = await room.EgressIdAsync(id), url, error = $"cannot connect to {url}" });

    private static List<(string Url, string Status)> OutputsOf(ApiAnswer stream) =>
        [.. stream["outputs"].EnumerateArray().Select(static output => (output.GetProperty("url").GetString()!, output.GetProperty("status").GetString()!))];
}
