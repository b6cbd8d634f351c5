using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Recordings;

[Collection(RecordingTestGroup.Name)]
public sealed class AutomaticRecordingTests(RecordingFixture stack)
{
    [Fact]
    public async Task A_room_that_says_so_is_recorded_from_its_first_track_to_its_end()
    {
        var tenant = await stack.CreateSimulatedTenantAsync();
        var room = await RecordedRoom.OpenAsync(stack, tenant, new { layout = "speaker", max_duration_seconds = 600, consent_confirmed = true });
        var id = await OnlyAsync(room);
        await room.HasStatusAsync(id, "active");

        var recording = await room.GetAsync(id);
        Assert.True(recording["automatic"].GetBoolean());
        Assert.Equal(("room_composite", "speaker"), (recording.Text("kind"), recording.Text("layout")));
        Assert.Equal((await tenant.Api.GetAsync($"/v1/rooms/{room.Room.Name}")).Text("session_id"), recording.Text("session_id"));

        await room.OnlyTruthAsync();
        (await tenant.Api.DeleteAsync($"/v1/rooms/{room.Room.Name}")).Expect(HttpStatusCode.OK);
        await room.HasStatusAsync(id, "complete");
        await room.HasFileAsync(id, "present");
        Assert.Equal([id], await ListAsync(room));
    }

    [Fact]
    public async Task The_tenants_default_records_new_rooms_but_for_one_that_declines()
    {
        var tenant = await stack.CreateSimulatedTenantAsync();
        (await tenant.Api.PatchAsync("/v1/tenant", new { room_defaults = new { record = new { audio_only = true, consent_confirmed = true } } })).Expect(HttpStatusCode.OK);
        var declining = await RecordedRoom.OpenAsync(stack, tenant, new { enabled = false });
        var room = await RecordedRoom.OpenAsync(stack, tenant, record: null);

        Assert.Equal("ogg", (await room.GetAsync(await OnlyAsync(room))).Text("format"));
        Assert.Empty(await ListAsync(declining));
    }

    [Fact]
    public async Task What_is_switched_on_while_the_room_is_live_begins_without_another_track()
    {
        var tenant = await stack.CreateSimulatedTenantAsync();
        var room = await RecordedRoom.OpenAsync(stack, tenant, record: null);
        Assert.Empty(await ListAsync(room));

        var changed = await tenant.Api.PatchAsync($"/v1/rooms/{room.Room.Name}", new { record = new { consent_confirmed = true } });
        Assert.True(changed.Expect(HttpStatusCode.OK)["record"].GetProperty("enabled").GetBoolean());

        await room.HasStatusAsync(await OnlyAsync(room), "active");
    }

    [Fact]
    public async Task One_that_was_stopped_stays_stopped_and_one_that_failed_is_begun_again()
    {
        var tenant = await stack.CreateSimulatedTenantAsync();
        var room = await RecordedRoom.OpenAsync(stack, tenant, new { consent_confirmed = true });
        var first = await OnlyAsync(room);
        await room.HasStatusAsync(first, "active");
        var egress = (await room.OnlyTruthAsync()).GetProperty("egress_id").GetString()!;
        await stack.Simulator.PostAsync("/sim/egress/fail", new { egress_id = egress, error = "Source closed", code = 500 });
        await room.HasStatusAsync(first, "failed");

        await Eventually.EqualAsync(2, async () => (await ListAsync(room)).Length, "recordings of the room");
        var second = (await ListAsync(room)).Single(id => id != first);
        await room.HasStatusAsync(second, "active");
        (await tenant.Api.PostAsync($"/v1/recordings/{second}/stop", new { })).Expect(HttpStatusCode.OK);
        await room.HasStatusAsync(second, "complete");

        // Looks go on every 5 seconds; a room that was told later shows that one has passed.
        var later = await RecordedRoom.OpenAsync(stack, tenant, record: null);
        (await tenant.Api.PatchAsync($"/v1/rooms/{later.Room.Name}", new { record = new { consent_confirmed = true } })).Expect(HttpStatusCode.OK);
        await OnlyAsync(later);
        Assert.Equal(2, (await ListAsync(room)).Length);
    }

    [Fact]
    public async Task What_keeps_it_from_beginning_is_told_and_it_begins_when_that_is_mended()
    {
        var tenant = await stack.CreateSimulatedTenantAsync();
        (await tenant.Api.PatchAsync("/v1/tenant", new { limits = new { recordings = 0 } })).Expect(HttpStatusCode.OK);
        var room = await RecordedRoom.OpenAsync(stack, tenant, new { consent_confirmed = true });
        var first = await OnlyAsync(room);
        await room.HasStatusAsync(first, "failed");
        Assert.StartsWith("0 recordings go on, and the limit is 0.", (await room.GetAsync(first))["error"].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("recording.failed", (await room.Room.EventsAsync()).Select(static e => e.Type));

        (await tenant.Api.PatchAsync("/v1/tenant", new { limits = new { recordings = 1 } })).Expect(HttpStatusCode.OK);
        await Eventually.EqualAsync(
            true, async () => (await StatusesAsync(room)).Contains("active"), "a later attempt is active");
    }

    [Fact]
    public async Task Nobody_is_recorded_unasked_where_consent_has_to_be_confirmed_and_is_not()
    {
        var tenant = await stack.CreateSimulatedTenantAsync();

        (await tenant.Api.PostAsync("/v1/rooms", new { name = "standup", record = new { } })).Expect(HttpStatusCode.UnprocessableEntity, "recording_consent_missing");
        (await tenant.Api.PatchAsync("/v1/tenant", new { room_defaults = new { record = new { } } })).Expect(HttpStatusCode.UnprocessableEntity, "recording_consent_missing");
        var dry = (await tenant.Api.PostAsync("/v1/rooms?dry_run=true", new { name = "standup", record = new { } })).Expect(HttpStatusCode.OK);
        Assert.Equal("recording_consent_missing", dry.Text("code"));
        (await tenant.Api.PostAsync("/v1/rooms", new { name = "standup" })).Expect(HttpStatusCode.Created);
        (await tenant.Api.PatchAsync("/v1/rooms/standup", new { record = new { } })).Expect(HttpStatusCode.UnprocessableEntity, "recording_consent_missing");
        (await tenant.Api.PatchAsync("/v1/rooms/standup", new { record = new { format = "mp3" } })).Expect(HttpStatusCode.BadRequest, "invalid_request");
    }

    private static async Task<string[]> ListAsync(RecordedRoom room) => [.. (await AllAsync(room)).Select(static one => one.GetProperty("id").GetString()!)];

    private static async Task<string[]> StatusesAsync(RecordedRoom room) => [.. (await AllAsync(room)).Select(static one => one.GetProperty("status").GetString()!)];

    private static async Task<JsonElement[]> AllAsync(RecordedRoom room) =>
        (await room.Api.GetAsync($"/v1/recordings?room={room.Room.Name}")).Expect(HttpStatusCode.OK).Data;

    private static async Task<string> OnlyAsync(RecordedRoom room)
    {
        await Eventually.EqualAsync(1, async () => Math.Min((await ListAsync(room)).Length, 1), "a recording of the room");
        return (await ListAsync(room))[^1];
    }
}
