using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Recordings;

/// <summary>A layout is changed while a whole room is recorded or streamed, and at no other time.</summary>
[Collection(RecordingTestGroup.Name)]
public sealed class LayoutTests(RecordingFixture stack)
{
    [Fact]
    public async Task It_changes_while_a_whole_room_is_recorded_or_streamed()
    {
        var room = await RecordedRoom.OpenAsync(stack);
        var recording = await room.StartAsync();
        var stream = await room.StreamAsync(room.StreamOf("room_composite", "rtmp://live.example.com/app/key"));
        foreach (var id in new[] { recording, stream })
        {
            await room.HasStatusAsync(id, "active");
            foreach (var layout in new[] { "single-speaker-dark", "grid-light", "grid-light" })
            {
                Assert.Equal(layout, (await ChangeAsync(room, id, layout)).Expect(HttpStatusCode.OK).Text("layout"));
                Assert.Equal(layout, (await room.TruthAsync(id)).GetProperty("layout").GetString());
            }

            Assert.Equal("grid-light", (await room.GetAsync(id)).Text("layout"));
            (await ChangeAsync(room, id, "mosaic")).ExpectInvalid("/layout");
            (await room.Api.PostAsync($"{RecordedRoom.PathOf(id)}/layout", new { })).ExpectInvalid("/layout");
        }

        foreach (var id in new[] { recording, stream })
        {
            await room.StopAsync(id);
            await room.HasStatusAsync(id, "complete");
            (await ChangeAsync(room, id, "speaker")).Expect(HttpStatusCode.Conflict, "recording_ended");
            Assert.Equal("grid-light", (await room.GetAsync(id)).Text("layout"));
        }
    }

    [Fact]
    public async Task What_is_no_whole_room_has_none()
    {
        var room = await RecordedRoom.OpenAsync(stack);
        List<string> ids = [];
        foreach (var kind in new[] { "participant", "track_composite", "web_page" })
        {
            ids.Add(await room.StartAsync(room.OrderOf(kind)));
            ids.Add(await room.StreamAsync(room.StreamOf(kind, "srt://live.example.com:9000")));
        }

        foreach (var id in ids)
        {
            await room.HasStatusAsync(id, "active");
            (await ChangeAsync(room, id, "speaker")).Expect(HttpStatusCode.Conflict, "recording_not_changeable");
            Assert.Equal(JsonValueKind.Null, (await room.GetAsync(id))["layout"].ValueKind);
            await room.StopAsync(id);
        }
    }

    private static Task<ApiAnswer> ChangeAsync(RecordedRoom room, string id, string layout) =>
        room.Api.PostAsync($"{RecordedRoom.PathOf(id)}/layout", new { layout });
}
