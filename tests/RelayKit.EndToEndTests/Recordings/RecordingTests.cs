using System.Net;
using System.Security.Cryptography;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Recordings;

[Collection(RecordingTestGroup.Name)]
public sealed class RecordingTests(RecordingFixture stack)
{
    [Fact]
    public async Task A_room_is_recorded_into_the_tenants_bucket_and_comes_back_byte_by_byte()
    {
        var room = await RecordedRoom.OpenAsync(stack);
        var id = await room.StartAsync();
        await room.HasStatusAsync(id, "active");

        await room.StopAsync(id);
        await room.HasStatusAsync(id, "complete");
        await room.HasFileAsync(id, "present");

        var recording = await room.GetAsync(id);
        var truth = await room.OnlyTruthAsync();
        var uploaded = Assert.Single(truth.GetProperty("uploaded").EnumerateArray());
        Assert.Equal(uploaded.GetProperty("key").GetString(), recording.Text("key"));
        Assert.StartsWith($"acme/{room.Room.Name}/", recording.Text("key"), StringComparison.Ordinal);
        Assert.Equal(uploaded.GetProperty("size_bytes").GetInt64(), recording.Number("size_bytes"));
        Assert.Equal(truth.GetProperty("duration_ms").GetInt64(), recording.Number("duration_ms"));

        var link = (await room.Api.PostAsync($"/v1/recordings/{id}/download", new { })).Expect(HttpStatusCode.OK);
        var file = await PlayedStore.DownloadAsync(link.Text("url"));
        Assert.Equal(uploaded.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(file)));

        (await room.Api.DeleteAsync($"/v1/recordings/{id}")).Expect(HttpStatusCode.OK);
        Assert.Equal("deleted", (await room.GetAsync(id)).Text("file"));
        (await room.Api.PostAsync($"/v1/recordings/{id}/download", new { })).Expect(HttpStatusCode.Conflict, "recording_file_unavailable");
        Assert.Equal(
            ["recording.started", "recording.completed"],
            (await room.Room.EventsAsync()).Select(e => e.Type).Where(type => type is "recording.started" or "recording.completed"));
    }

    [Fact]
    public async Task Without_a_bucket_of_its_own_a_tenant_records_into_managed_storage()
    {
        var room = await RecordedRoom.OpenAsync(stack, prefix: null);
        var id = await room.StartAsync();
        await room.HasStatusAsync(id, "active");
        await room.StopAsync(id);
        await room.HasFileAsync(id, "present");

        Assert.StartsWith($"managed/{room.Tenant.Id}/l/", (await room.GetAsync(id)).Text("key"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("answer_lost")]
    [InlineData("deadline_exceeded")]
    public async Task A_start_whose_answer_was_lost_is_found_and_never_doubled(string start)
    {
        var room = await RecordedRoom.OpenAsync(stack);
        await room.ScriptAsync(new Dictionary<string, object> { ["start"] = start });
        var id = await room.StartAsync();
        await room.HasStatusAsync(id, "active");

        await room.OnlyTruthAsync();
        await room.StopAsync(id);
        await room.HasStatusAsync(id, "complete");
    }

    [Fact]
    public async Task An_end_that_no_webhook_told_is_found_by_looking()
    {
        var room = await RecordedRoom.OpenAsync(stack);
        var id = await room.StartAsync();
        await room.HasStatusAsync(id, "active");
        var egress = (await room.OnlyTruthAsync()).GetProperty("egress_id").GetString()!;
        await stack.Simulator.PostAsync("/sim/webhooks/faults/next", new { room = egress, fault = "drop", count = 10 });
        await stack.Simulator.PostAsync("/sim/egress/finish", new { egress_id = egress });

        await room.HasStatusAsync(id, "complete");
    }

    [Fact]
    public async Task A_file_that_the_tenants_bucket_refused_waits_in_rescue_and_moves_over_when_the_bucket_works_again()
    {
        var room = await RecordedRoom.OpenAsync(stack);
        await stack.UseRescueAsync();
        await room.ScriptAsync(new Dictionary<string, object> { ["upload_fails"] = "AccessDenied" });
        var id = await room.StartAsync();
        await room.HasStatusAsync(id, "active");
        await room.StopAsync(id);
        await room.HasStatusAsync(id, "complete");
        await stack.EndRescueAsync();

        await room.HasFileAsync(id, "present");
        var recording = await room.GetAsync(id);
        var uploaded = Assert.Single((await room.OnlyTruthAsync()).GetProperty("uploaded").EnumerateArray());
        Assert.True(uploaded.GetProperty("backup").GetBoolean());
        Assert.Equal(uploaded.GetProperty("sha256").GetString(), recording.Text("sha256"));
        Assert.Contains("recording.rescued", (await room.Room.EventsAsync()).Select(e => e.Type));
        var file = await PlayedStore.DownloadAsync((await room.Api.PostAsync($"/v1/recordings/{id}/download", new { })).Text("url"));
        Assert.Equal(recording.Text("sha256"), Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    [Fact]
    public async Task Consent_has_to_be_confirmed_unless_the_tenant_has_settled_it_otherwise()
    {
        var room = await RecordedRoom.OpenAsync(stack);
        (await room.Api.PostAsync("/v1/recordings", new { room = room.Room.Name })).Expect(HttpStatusCode.UnprocessableEntity, "recording_consent_missing");

        (await room.Api.PatchAsync("/v1/tenant", new { recording_consent_required = false })).Expect(HttpStatusCode.OK);
        await Eventually.HoldsAsync(
            async () => (await room.Api.PostAsync("/v1/recordings", new { room = room.Room.Name })).Status == HttpStatusCode.Created,
            "it starts without a word about consent");
    }

    [Fact]
    public async Task Limits_of_recordings_hold_and_say_who_can_raise_them()
    {
        var room = await RecordedRoom.OpenAsync(stack);
        (await room.Api.PatchAsync("/v1/tenant", new { limits = new { recordings = 1 } })).Expect(HttpStatusCode.OK);
        var id = await room.StartAsync();

        await Eventually.HoldsAsync(
            async () =>
            {
                var refused = await room.Api.PostAsync("/v1/recordings", new { room = room.Room.Name, consent_confirmed = true });
                return refused.Status == HttpStatusCode.Conflict && refused.Code == "limit_reached"
                    && refused["limit"].GetProperty("raised_by").GetString() == "tenant";
            },
            "the limit is known everywhere");
        await room.StopAsync(id);
    }
}
