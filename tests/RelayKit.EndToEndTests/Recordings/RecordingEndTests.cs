using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Recordings;

/// <summary>Each kind of recording to each of its ends, and what LiveKit makes of the way there: told late, together, twice or not at all.</summary>
[Collection(RecordingTestGroup.Name)]
public sealed class RecordingEndTests(RecordingFixture stack)
{
    [Theory]
    [InlineData("room_composite")]
    [InlineData("participant")]
    [InlineData("track_composite")]
    [InlineData("web_page")]
    public Task Every_end_of_a_kind_is_told_and_the_next_starts_at_once(string kind) =>
        Task.WhenAll(RecordingEnding.All.Select(ending => EndAsync(kind, ending)));

    [Fact]
    public async Task A_room_that_is_deleted_ends_its_recording()
    {
        var room = await RecordedRoom.OpenAsync(stack);
        var id = await room.StartAsync();
        await room.HasStatusAsync(id, "active");

        (await room.Api.DeleteAsync(room.Room.Path)).Expect(HttpStatusCode.OK);

        await room.HasStatusAsync(id, "complete");
        await room.HasFileAsync(id, "present");
    }

    [Theory]
    [InlineData("""{"skip_active":true}""")]
    [InlineData("""{"skip_active":true,"skip_ending":true}""")]
    [InlineData("""{"skip_started":true,"skip_active":true,"skip_ending":true}""")]
    [InlineData("""{"duplicate_ended":"same_id"}""")]
    [InlineData("""{"duplicate_ended":"new_id","skip_ending":true}""")]
    public async Task What_is_told_together_twice_or_never_leaves_the_same_recording(string script)
    {
        var room = await LimitedAsync();
        var id = await room.StartAsync("room_composite", JsonSerializer.Deserialize<Dictionary<string, object>>(script));
        await Eventually.HoldsAsync(
            async () => (await room.TruthAsync(id)).GetProperty("state").GetString() == "active", "it records, whether or not anybody was told");

        await room.StopAsync(id);

        await room.HasStatusAsync(id, "complete");
        await stack.Simulator.DrainAsync();
        await room.HasFileAsync(id, "present");
        await IsMeasuredAsync(room, id);
        Assert.Equal(["recording.started", "recording.completed"], (await room.EventsAsync(id)).Select(told => told.Type).Where(type => type != "recording.updated"));
        await NextStartsAsync(room, "room_composite");
    }

    [Fact]
    public async Task A_dead_worker_ends_what_it_recorded_as_failed_and_the_tenant_is_told()
    {
        string[] kinds = ["room_composite", "participant", "web_page"];
        await Task.WhenAll(kinds.Select(async kind =>
        {
            var room = await LimitedAsync();
            var id = await room.StartAsync(kind, null);
            await room.HasStatusAsync(id, "active");
            await room.ActAsync("kill", id);

            await room.StopAsync(id);
            await Eventually.HoldsAsync(async () => (await room.GetAsync(id)).Text("status") == "failed", $"{kind}: it is given up", TimeSpan.FromSeconds(60));

            // LiveKit itself lists it for ever.
            Assert.Equal("active", (await room.TruthAsync(id)).GetProperty("listed_state").GetString());
            var failed = await room.GetAsync(id);
            Assert.True(failed["presumed"].GetBoolean());
            Assert.Equal("The worker that recorded answers no more: it has died with what it had recorded.", failed["error"].GetProperty("message").GetString());
            Assert.Equal(("none", false), (failed.Text("file"), failed["usable"].GetBoolean()));
            var told = Assert.Single(await room.EventsAsync(id), static told => told.Type is "recording.failed" or "recording.completed");
            Assert.Equal(("recording.failed", "failed", true), (told.Type, Text(told.Data, "status"), told.Data.GetProperty("presumed").GetBoolean()));
            Assert.Equal(failed["error"].GetProperty("message").GetString(), Text(told.Data, "error"));
            await NextStartsAsync(room, kind);
            await room.ActAsync("forget", id);
        }));
    }

    [Fact]
    public async Task One_that_LiveKit_forgets_after_its_end_stays_as_it_was_with_its_file()
    {
        var room = await LimitedAsync();
        var id = await room.StartAsync("room_composite", new() { ["forget"] = true });
        await room.HasStatusAsync(id, "active");
        await room.StopAsync(id);
        await room.HasStatusAsync(id, "complete");
        Assert.False((await room.TruthAsync(id)).GetProperty("listed").GetBoolean());

        await room.HasFileAsync(id, "present");
        await IsMeasuredAsync(room, id);
        Assert.NotEmpty(await PlayedStore.DownloadAsync((await room.Api.PostAsync($"/v1/recordings/{id}/download", new { })).Expect(HttpStatusCode.OK).Text("url")));
        await NextStartsAsync(room, "room_composite");
    }

    [Theory]
    [InlineData("answer_lost")]
    [InlineData("deadline_exceeded")]
    public async Task Pages_and_streams_whose_start_was_not_answered_are_found_and_never_doubled(string start)
    {
        var room = await RecordedRoom.OpenAsync(stack);
        var page = await room.StartAsync("web_page", new() { ["start"] = start });
        await room.ScriptAsync(new Dictionary<string, object> { ["start"] = start, ["count"] = 3 });
        Dictionary<string, object>[] asked =
        [
            room.StreamOf("room_composite", "rtmp://live.example.com/app/one-key"),
            room.StreamOf("room_composite", "rtmp://live.example.com/app/two-key"),
            room.HlsOf("participant"),
        ];
        List<string> streams = [];
        foreach (var order in asked)
        {
            streams.Add(await room.StreamAsync(order));
        }

        foreach (var id in streams.Append(page))
        {
            await room.HasStatusAsync(id, "active");
        }

        Assert.Equal(3, (await room.TruthAsync()).Length);
        Assert.Equal(3, (await Task.WhenAll(streams.Select(room.EgressIdAsync))).Distinct().Count());
        foreach (var id in streams.Append(page))
        {
            await room.StopAsync(id);
            await room.HasStatusAsync(id, "complete");
        }
    }

    private async Task EndAsync(string kind, RecordingEnding ending)
    {
        var what = $"{kind}, {ending.Name}";
        var room = await LimitedAsync();
        var id = await room.StartAsync(kind, ending.Script);
        if (ending.BeginsNever)
        {
            Assert.Equal(("starting", JsonValueKind.Null, JsonValueKind.Null), await StandingAsync(room, id));
        }
        else
        {
            await room.HasStatusAsync(id, "active");
            Assert.Equal(("active", JsonValueKind.Null, JsonValueKind.Null), await StandingAsync(room, id));
        }

        await ending.ActAsync(room, id, kind);

        await Eventually.HoldsAsync(async () => (await room.GetAsync(id)).Text("status") == ending.Status, $"{what} is {ending.Status}");
        var ended = await room.GetAsync(id);
        Assert.False(ended["presumed"].GetBoolean(), what);
        Assert.Equal((ending.Code, ending.Error), ErrorOf(ended));
        Assert.Equal(JsonValueKind.String, ended["ended_at"].ValueKind);
        Assert.Equal(ending.BeginsNever, ended["started_at"].ValueKind == JsonValueKind.Null);
        if (ending.HasFile)
        {
            await room.HasFileAsync(id, "present");
            await IsMeasuredAsync(room, id);
        }
        else
        {
            Assert.Equal(("none", JsonValueKind.Null), (ended.Text("file"), ended["size_bytes"].ValueKind));
            (await room.Api.PostAsync($"/v1/recordings/{id}/download", new { })).Expect(HttpStatusCode.Conflict, "recording_file_unavailable");
        }

        var told = (await room.EventsAsync(id)).Where(static told => told.Type != "recording.updated").ToList();
        Assert.Equal(["recording.started", ending.Event], told.Select(static told => told.Type));
        Assert.Equal((ending.Status, ending.Error), (Text(told[1].Data, "status"), Text(told[1].Data, "error")));
        await NextStartsAsync(room, kind);
    }

    /// <summary>A tenant that may have one recording at a time: whatever has ended must not count.</summary>
    private async Task<RecordedRoom> LimitedAsync()
    {
        var room = await RecordedRoom.OpenAsync(stack);
        (await room.Api.PatchAsync("/v1/tenant", new { limits = new { recordings = 1 } })).Expect(HttpStatusCode.OK);
        return room;
    }

    private static async Task NextStartsAsync(RecordedRoom room, string kind)
    {
        var next = await room.StartAsync(kind, null);
        await room.HasStatusAsync(next, "active");
        await room.StopAsync(next);
    }

    private static async Task IsMeasuredAsync(RecordedRoom room, string id)
    {
        var (recording, truth) = (await room.GetAsync(id), await room.TruthAsync(id));
        var uploaded = Assert.Single(truth.GetProperty("uploaded").EnumerateArray().ToList());
        Assert.Equal(
            (truth.GetProperty("duration_ms").GetInt64(), uploaded.GetProperty("size_bytes").GetInt64(), uploaded.GetProperty("key").GetString()),
            (recording.Number("duration_ms"), recording.Number("size_bytes"), recording.Text("key")));
    }

    private static async Task<(string Status, JsonValueKind Duration, JsonValueKind Size)> StandingAsync(RecordedRoom room, string id)
    {
        var recording = await room.GetAsync(id);
        return (recording.Text("status"), recording["duration_ms"].ValueKind, recording["size_bytes"].ValueKind);
    }

    private static (int Code, string? Message) ErrorOf(ApiAnswer recording) => recording["error"] is { ValueKind: JsonValueKind.Object } error
        ? (error.GetProperty("code").GetInt32(), error.GetProperty("message").GetString())
        : (0, null);

    private static string? Text(JsonElement data, string name) => data.GetProperty(name).GetString();
}
