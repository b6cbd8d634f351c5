using System.Net;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Recordings;

/// <summary>What recordings and streams come to in the meter, and the limits that hold them.</summary>
[Collection(RecordingTestGroup.Name)]
public sealed class RecordingUsageTests(RecordingFixture stack)
{
    [Fact]
    public async Task A_recording_grows_in_the_meter_and_ends_at_LiveKits_duration_and_size_in_its_mode_alone()
    {
        var room = await RecordedRoom.OpenAsync(stack);
        Assert.Equal((0, 0, 0), await MeterAsync(room));
        var id = await room.StartAsync();
        await room.HasStatusAsync(id, "active");
        await Eventually.HoldsAsync(async () => (await MeterAsync(room)).RecordingMs > 0, "what goes on counts");

        await room.StopAsync(id);
        await room.HasStatusAsync(id, "complete");

        var truth = await room.OnlyTruthAsync();
        var uploaded = Assert.Single(truth.GetProperty("uploaded").EnumerateArray());
        await Eventually.EqualAsync(
            (truth.GetProperty("duration_ms").GetInt64(), uploaded.GetProperty("size_bytes").GetInt64(), 0L), () => MeterAsync(room), "the meter says what LiveKit says");
        var test = (await (await room.Tenant.CreateTestModeClientAsync()).GetAsync("/v1/usage")).Expect(HttpStatusCode.OK);
        Assert.Equal((0, 0), (test.Number("recording_ms"), test.Number("recording_bytes")));
    }

    [Fact]
    public async Task A_stream_is_metered_and_limited_by_itself()
    {
        var room = await RecordedRoom.OpenAsync(stack);
        (await room.Api.PatchAsync("/v1/tenant", new { limits = new { streams = 1, recordings = 0 } })).Expect(HttpStatusCode.OK);
        var stream = (await room.AskToStreamAsync()).Expect(HttpStatusCode.Created).Text("id");
        await Eventually.HoldsAsync(async () => (await MeterAsync(room)).StreamMs > 0, "a stream that goes out counts");

        Assert.Equal(0, (await MeterAsync(room)).RecordingMs);
        Assert.Equal((1L, 1L), await room.LimitAsync("streams"));
        Assert.Equal((0L, 0L), await room.LimitAsync("recordings"));
        await IsRefusedAsync(room.AskToStreamAsync, """{"name":"streams","scope":"tenant","subject":null,"value":1,"used":1,"raised_by":"tenant"}""");
        await IsRefusedAsync(room.AskToRecordAsync, """{"name":"recordings","scope":"tenant","subject":null,"value":0,"used":0,"raised_by":"tenant"}""");

        (await room.Api.PostAsync($"/v1/streams/{stream}/stop", new { })).Expect(HttpStatusCode.OK);
        await Eventually.EqualAsync("complete", async () => (await room.Api.GetAsync($"/v1/streams/{stream}")).Text("status"), "the stream ends");
        (await room.AskToStreamAsync()).Expect(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("complete")]
    [InlineData("failed")]
    [InlineData("aborted")]
    public async Task At_the_limit_of_recordings_the_next_is_refused_by_name_and_starts_when_the_first_has_ended_however_that_is(string end)
    {
        var room = await RecordedRoom.OpenAsync(stack);
        await LimitAsync(room, ("recordings", 1), ("recording_minutes", 1));
        await room.ScriptAsync(end switch
        {
            "failed" => new Dictionary<string, object> { ["upload_fails"] = "AccessDenied" },
            "aborted" => new Dictionary<string, object> { ["start_signal_missing_after_ms"] = 5_000 },
            _ => new Dictionary<string, object>(),
        });

        var first = await room.StartAsync();
        await IsRefusedAsync(room.AskToRecordAsync, """{"name":"recordings","scope":"tenant","subject":null,"value":1,"used":1,"raised_by":"operator"}""");
        Assert.Equal((1L, 1L), await room.LimitAsync("recordings"));
        if (end != "aborted")
        {
            await room.HasStatusAsync(first, "active");
            if (end == "failed")
            {
                // Longer than the limit of minutes, and in vain.
                await AdvanceAsync(room, 120_000);
            }

            await room.StopAsync(first);
        }

        await room.HasStatusAsync(first, end);
        Assert.Equal((1L, 0L), await room.LimitAsync("recordings"));
        Assert.Equal((1L, 0L), await room.LimitAsync("recording_minutes"));
        await room.HasStatusAsync(await room.StartAsync(), "active");
    }

    [Fact]
    public async Task Minutes_and_bytes_that_are_used_up_are_named_and_the_meter_agrees()
    {
        var room = await RecordedRoom.OpenAsync(stack);
        var id = await room.StartAsync();
        await room.HasStatusAsync(id, "active");
        await AdvanceAsync(room, 180_000);
        await room.StopAsync(id);
        await room.HasStatusAsync(id, "complete");
        var bytes = (await room.GetAsync(id)).Number("size_bytes");

        await LimitAsync(room, ("recording_minutes", 3));
        await IsRefusedAsync(room.AskToRecordAsync, """{"name":"recording_minutes","scope":"tenant","subject":null,"value":3,"used":3,"raised_by":"operator"}""");
        Assert.Equal((3L, 3L), await room.LimitAsync("recording_minutes"));
        await Eventually.EqualAsync(3, async () => (await MeterAsync(room)).RecordingMs / 60_000, "the meter says so too");

        await LimitAsync(room, ("recording_bytes", bytes));
        await IsRefusedAsync(
            room.AskToRecordAsync, $$"""{"name":"recording_bytes","scope":"tenant","subject":null,"value":{{bytes}},"used":{{bytes}},"raised_by":"operator"}""");
        Assert.Equal((bytes, bytes), await room.LimitAsync("recording_bytes"));

        await LimitAsync(room, ("recording_minutes", 60), ("recording_bytes", bytes + 1));
        var dry = (await room.AskToRecordAsync(dryRun: true)).Expect(HttpStatusCode.OK);
        Assert.True(dry["would_start"].GetBoolean());
        Assert.InRange(dry.Number("max_duration_seconds"), 55 * 60, 57 * 60);
        (await room.AskToRecordAsync()).Expect(HttpStatusCode.Created);
    }

    /// <summary>Sets the operator's limits, and waits until whoever starts a recording is held to them.</summary>
    private async Task LimitAsync(RecordedRoom room, params (string Name, long Value)[] limits)
    {
        (await stack.Operator.PutAsync(
            $"/v1/operator/tenants/{room.Tenant.Id}/limits", new { limits = limits.ToDictionary(static limit => limit.Name, static limit => limit.Value) }))
            .Expect(HttpStatusCode.OK);
        await Eventually.HoldsAsync(
            async () => limits.ToHashSet().SetEquals((await room.AskToRecordAsync(dryRun: true))["limits"].EnumerateArray()
                .Select(static limit => (limit.GetProperty("name").GetString()!, limit.GetProperty("value").GetInt64()))),
            "the limits are known");
    }

    private static async Task IsRefusedAsync(Func<bool, Task<ApiAnswer>> ask, string limit)
    {
        // A change of limits is known everywhere in a moment; to ask what would come of it starts nothing.
        await Eventually.HoldsAsync(async () => !(await ask(true))["would_start"].GetBoolean(), "it would not start");
        Assert.Equal("limit_reached", (await ask(true)).Text("code"));

        var refused = (await ask(false)).Expect(HttpStatusCode.Conflict, "limit_reached");

        Assert.Equal(limit, refused["limit"].GetRawText());
        Assert.Contains(refused["limit"].GetProperty("name").GetString()!, refused.Text("detail"), StringComparison.Ordinal);
    }

    /// <summary>The room's only egress has recorded so much more.</summary>
    private async Task AdvanceAsync(RecordedRoom room, int ms) => await stack.Simulator.PostAsync(
        "/sim/egress/advance", new { egress_id = (await room.OnlyTruthAsync()).GetProperty("egress_id").GetString(), ms });

    private static async Task<(long RecordingMs, long RecordingBytes, long StreamMs)> MeterAsync(RecordedRoom room)
    {
        var usage = await room.UsageAsync();
        return (usage.Number("recording_ms"), usage.Number("recording_bytes"), usage.Number("stream_ms"));
    }
}
