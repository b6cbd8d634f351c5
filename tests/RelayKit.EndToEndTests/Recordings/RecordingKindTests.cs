using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Recordings;

/// <summary>What can be recorded and how: layouts, single media, formats. All of it from one room at once.</summary>
[Collection(RecordingTestGroup.Name)]
public sealed class RecordingKindTests(RecordingFixture stack)
{
    private static readonly string[] Layouts =
    [
        "grid", "grid-light", "grid-dark", "speaker", "speaker-light", "speaker-dark", "single-speaker", "single-speaker-light", "single-speaker-dark",
    ];

    [Fact]
    public async Task A_room_is_recorded_in_every_layout_form_and_choice_of_media()
    {
        var room = await RecordedRoom.OpenAsync(stack);
        List<Asked> all =
        [
            .. Layouts.Select(layout => new Asked("room_composite", "mp4") { With = { ["layout"] = layout }, Layout = layout }),
            new("room_composite", "mp4") { Layout = "grid" },
            new("room_composite", "ogg") { With = { ["audio_only"] = true }, Layout = "grid", AudioOnly = true },
            new("room_composite", "mp3") { With = { ["audio_only"] = true, ["format"] = "mp3" }, Layout = "grid", AudioOnly = true },
            new("room_composite", "mp4") { With = { ["video_only"] = true, ["preset"] = "1080p30" }, Layout = "grid", VideoOnly = true },
            new("participant", "mp4") { With = { ["preset"] = "portrait_720p30" } },
            new("participant", "mp4") { With = { ["screen_share"] = true } },
            new("track_composite", "mp4"),
            new("track_composite", "ogg") { Without = "video_track_id", AudioOnly = true },
            new("track_composite", "mp4") { Without = "audio_track_id", VideoOnly = true },
            new("web_page", "mp4") { With = { ["await_start_signal"] = true } },
            new("web_page", "ogg") { With = { ["audio_only"] = true }, AudioOnly = true },
            new("web_page", "mp4") { With = { ["video_only"] = true }, VideoOnly = true },
        ];

        await Task.WhenAll(all.Select(async asked => asked.Id = await room.StartAsync(asked.OrderIn(room))));
        foreach (var asked in all)
        {
            await room.HasStatusAsync(asked.Id, "active");
        }

        await Task.WhenAll(all.Select(asked => room.StopAsync(asked.Id)));
        foreach (var asked in all)
        {
            await room.HasFileAsync(asked.Id, "present");
            await IsAsAskedAsync(room, asked);
        }

        Assert.Equal(all.Select(static asked => asked.Id).Order(), (await room.Api.CollectAsync("/v1/recordings?limit=100", static one => one.GetProperty("id").GetString()!)).Order());
    }

    [Fact]
    public async Task What_is_not_there_fails_later_and_says_what_it_was()
    {
        var room = await RecordedRoom.OpenAsync(stack);
        var nobody = await room.StartAsync(new { kind = "participant", room = room.Room.Name, identity = "nobody", consent_confirmed = true });
        var nothing = await room.StartAsync(new { kind = "track_composite", room = room.Room.Name, video_track_id = "TR_VCnothing", consent_confirmed = true });

        foreach (var (id, error) in new[] { (nobody, "participant nobody not found"), (nothing, "track TR_VCnothing not found") })
        {
            await Eventually.HoldsAsync(async () => (await room.GetAsync(id)).Text("status") == "failed", $"{id} has failed");
            var failed = await room.GetAsync(id);
            Assert.Equal((404, error), (failed["error"].GetProperty("code").GetInt32(), failed["error"].GetProperty("message").GetString()));
            Assert.Contains(await room.EventsAsync(id), static told => told.Type == "recording.failed");
        }
    }

    [Theory]
    [InlineData("""{"kind":"room"}""", "/kind")]
    [InlineData("""{"layout":"mosaic"}""", "/layout")]
    [InlineData("""{"audio_only":true,"video_only":true}""", "/video_only")]
    [InlineData("""{"format":"ogg"}""", "/format")]
    [InlineData("""{"format":"webm"}""", "/format")]
    [InlineData("""{"preset":"4k"}""", "/preset")]
    [InlineData("""{"kind":"participant","room":"r"}""", "/identity")]
    [InlineData("""{"kind":"participant","identity":"ada","layout":"grid"}""", "/layout")]
    [InlineData("""{"kind":"track_composite"}""", "/audio_track_id")]
    [InlineData("""{"kind":"web_page","room":"r","page_url":"https://1.1.1.1/"}""", "/room")]
    [InlineData("""{"kind":"web_page"}""", "/page_url")]
    [InlineData("""{"kind":"web_page","page_url":"https://user:pass@1.1.1.1/"}""", "/page_url")]
    [InlineData("""{"kind":"web_page","page_url":"http://127.0.0.1/"}""", "/page_url")]
    [InlineData("""{"kind":"web_page","page_url":"file:///etc/passwd"}""", "/page_url")]
    public async Task What_does_not_go_together_is_refused_by_field(string body, string field)
    {
        var tenant = await stack.CreateTenantAsync();
        var order = JsonSerializer.Deserialize<Dictionary<string, object>>(body)!;
        order["consent_confirmed"] = true;
        if (!body.Contains("web_page", StringComparison.Ordinal))
        {
            order.TryAdd("room", "r");
        }

        (await tenant.Api.PostAsync("/v1/recordings", order)).ExpectInvalid(field);
    }

    /// <summary>LiveKit was asked for it as it was asked for here, and the file is of that form.</summary>
    private static async Task IsAsAskedAsync(RecordedRoom room, Asked asked)
    {
        var (recording, truth) = (await room.GetAsync(asked.Id), await room.TruthAsync(asked.Id));
        Assert.Equal((asked.Kind, asked.Format, "complete"), (recording.Text("kind"), recording.Text("format"), recording.Text("status")));
        Assert.Equal(asked.Layout, recording["layout"].GetString());
        Assert.Equal(
            (asked.Kind == "web_page" ? "web" : asked.Kind, asked.Layout ?? "", asked.AudioOnly, asked.VideoOnly),
            (truth.GetProperty("kind").GetString(), truth.GetProperty("layout").GetString(), truth.GetProperty("audio_only").GetBoolean(), truth.GetProperty("video_only").GetBoolean()));
        Assert.EndsWith($"{asked.Id}.{asked.Format}", recording.Text("key"), StringComparison.Ordinal);

        var uploaded = Assert.Single(truth.GetProperty("uploaded").EnumerateArray().ToList());
        var link = (await room.Api.PostAsync($"/v1/recordings/{asked.Id}/download", new { })).Expect(HttpStatusCode.OK);
        var file = await PlayedStore.DownloadAsync(link.Text("url"));
        Assert.Equal((recording.Number("size_bytes"), uploaded.GetProperty("sha256").GetString()), (file.Length, Convert.ToHexStringLower(SHA256.HashData(file))));
        Assert.Equal(recording.Number("duration_ms"), truth.GetProperty("duration_ms").GetInt64());
        Assert.True(
            asked.Format switch
            {
                "mp4" => file.AsSpan(4, 4).SequenceEqual("ftyp"u8),
                "ogg" => file.AsSpan(0, 4).SequenceEqual("OggS"u8),
                _ => file[0] == 0xff || file.AsSpan(0, 3).SequenceEqual("ID3"u8),
            },
            $"{asked.Id} is {asked.Format}");
    }

    private sealed record Asked(string Kind, string Format)
    {
        public Dictionary<string, object> With { get; } = [];

        public string? Without { get; init; }

        public string? Layout { get; init; }

        public bool AudioOnly { get; init; }

        public bool VideoOnly { get; init; }

        public string Id { get; set; } = "";

        public Dictionary<string, object> OrderIn(RecordedRoom room)
        {
            var order = room.OrderOf(Kind);
            if (Without is not null)
            {
                order.Remove(Without);
            }

            return new Dictionary<string, object>(order.Concat(With));
        }
    }
}
