using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.Idempotency;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Recordings;

/// <summary>
/// The silo dies while starts are under way. Whatever LiveKit has taken belongs to one recording, whatever it has not is said to have failed, and
/// nothing goes on afterwards that nobody knows.
/// </summary>
[Collection(RecordingTestGroup.Name)]
public sealed class RecordingCrashTests(RecordingFixture stack)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Killed_between_the_call_to_livekit_and_its_answer_it_leaves_neither_an_orphan_nor_a_double()
    {
        var room = await RecordedRoom.OpenAsync(stack, Prefix());
        await stack.Simulator.PostAsync("/sim/node/slow", new { ms = 60_000 });
        var starts = StartAll(room);
        await Eventually.HoldsAsync(async () => await EgressesAsync(room) == starts.Count, "LiveKit has taken all, and has answered none", Patience);

        await stack.KillSiloAsync();
        Assert.All(await Task.WhenAll(starts), static fault => Assert.NotNull(fault));
        Assert.Equal(starts.Count, await CountAsync(room, "egress_id is null"));
        await stack.Simulator.PostAsync("/sim/node/up", new { });
        await stack.StartSiloAsync();

        var ids = await IdsAsync(room);
        Assert.Equal(starts.Count, ids.Count);
        await EachIsFoundAndEndsAsync(room, ids);
    }

    [Fact]
    public async Task Killed_between_the_answer_and_its_being_kept_it_leaves_neither_an_orphan_nor_a_double()
    {
        var room = await RecordedRoom.OpenAsync(stack, Prefix());
        await stack.Simulator.PostAsync("/sim/node/slow", new { ms = 3_000 });
        var starts = StartAll(room);
        await Eventually.HoldsAsync(async () => await EgressesAsync(room) == starts.Count, "LiveKit has taken all", Patience);
        await using var rows = await HeldTable.HoldAsync(stack.Database, "recordings");
        await Eventually.HoldsAsync(
            () => stack.Database.ScalarAsync<bool>("select count(*) > 3 from pg_locks where relation = 'recordings'::regclass and not granted"), "answers are to be kept");

        await stack.KillSiloAsync();
        await EndConnectionsAsync();
        await rows.LetGoAsync();
        await Task.WhenAll(starts);
        Assert.NotEqual(0, await CountAsync(room, "egress_id is null"));
        await stack.Simulator.PostAsync("/sim/node/up", new { });
        await stack.StartSiloAsync();

        var ids = await IdsAsync(room);
        Assert.Equal(starts.Count, ids.Count);
        await EachIsFoundAndEndsAsync(room, ids);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    public async Task Killed_at_any_moment_it_leaves_each_recording_one_final_state(int rows)
    {
        var room = await RecordedRoom.OpenAsync(stack, Prefix());
        var forgotten = await room.StartAsync("room_composite", new() { ["forget"] = true });
        var told = await room.StartAsync();
        await room.HasStatusAsync(forgotten, "active");
        await room.HasStatusAsync(told, "active");
        await EndsUnheardAsync(room, forgotten);
        await stack.Simulator.PostAsync("/sim/node/slow", new { ms = 200 });
        List<Task<Exception?>> starts = [.. Enumerable.Range(0, 3).SelectMany(_ => StartAll(room))];
        await Eventually.HoldsAsync(async () => await CountAsync(room, "true") >= rows + 2, "some have begun");

        await stack.KillSiloAsync();
        await stack.Simulator.PostAsync("/sim/node/up", new { });
        var answered = (await Task.WhenAll(starts)).Count(static fault => fault is null);
        await EndConnectionsAsync();

        // A clock that is two minutes on, for whoever looks: what LiveKit was never asked for, and what it no longer lists, is given up after one.
        await stack.Database.ScalarAsync<long>(
            """
            with moved as (
                update recordings set requested_at = requested_at - interval '2 minutes', missed_since = missed_since - interval '2 minutes'
                where tenant_id = $1 returning 1)
            select count(*) from moved
            """,
            room.Tenant.RowId);
        await stack.StartSiloAsync();

        var ids = await IdsAsync(room);
        Assert.True(ids.Count >= answered + 2, $"{answered} were answered, and {ids.Count - 2} are there");
        await Eventually.HoldsAsync(async () => await CountAsync(room, "status = 'starting'") == 0, "each has begun, or is said to have failed", Patience);
        Assert.Equal(await EgressesAsync(room), await CountAsync(room, "egress_id is not null"));
        foreach (var id in ids)
        {
            await room.StopAsync(id);
        }

        await NothingGoesOnAsync(room);
        await OnceToldAsync(room, ids);
        Assert.Equal("complete", (await room.GetAsync(told)).Text("status"));
        var lost = await room.GetAsync(forgotten);
        Assert.Equal(("failed", true), (lost.Text("status"), lost["presumed"].GetBoolean()));
        Assert.StartsWith("LiveKit no longer knows the recording", lost["error"].GetProperty("message").GetString(), StringComparison.Ordinal);
        foreach (var id in await NeverTakenAsync(room))
        {
            var failed = await room.GetAsync(id);
            Assert.Equal(("failed", true), (failed.Text("status"), failed["presumed"].GetBoolean()));
            Assert.StartsWith("No worker of LiveKit's has taken", failed["error"].GetProperty("message").GetString(), StringComparison.Ordinal);
        }

        await room.HasStatusAsync(await room.StartAsync(), "active");
    }

    /// <summary>One of each that can be started, all at once; each tells in the end what became of its call, null for an answer.</summary>
    private static List<Task<Exception?>> StartAll(RecordedRoom room)
    {
        (string Path, object Order)[] all =
        [
            ("/v1/recordings", room.OrderOf("room_composite")),
            ("/v1/recordings", room.OrderOf("room_composite")),
            ("/v1/recordings", room.OrderOf("participant")),
            ("/v1/recordings", room.OrderOf("track_composite")),
            ("/v1/recordings", room.OrderOf("web_page")),
            ("/v1/streams", room.StreamOf("room_composite", "rtmp://live.example.com/app/one-key")),
            ("/v1/streams", room.StreamOf("room_composite", "rtmp://live.example.com/app/one-key")),
            ("/v1/streams", room.StreamOf("room_composite", "srt://live.example.com:9000?passphrase=one-key")),
            ("/v1/streams", room.HlsOf("participant")),
        ];
        return [.. all.Select(one => RecordAsync(async () => (await room.Api.PostAsync(one.Path, one.Order)).Expect(HttpStatusCode.Created)))];
    }

    private static async Task<Exception?> RecordAsync(Func<Task> call) => await Record.ExceptionAsync(call);

    /// <summary>Each has an egress of its own, which ends when it is stopped; LiveKit has no other.</summary>
    private static async Task EachIsFoundAndEndsAsync(RecordedRoom room, List<string> ids)
    {
        foreach (var id in ids)
        {
            await Eventually.HoldsAsync(async () => (await room.GetAsync(id)).Text("status") == "active", $"{id} is found", Patience);
        }

        Assert.Equal((long)ids.Count, await EgressesAsync(room));
        Assert.Equal((long)ids.Count, await CountAsync(room, "egress_id is not null"));
        foreach (var id in ids)
        {
            await room.StopAsync(id);
        }

        await NothingGoesOnAsync(room);
        foreach (var id in ids)
        {
            await room.HasStatusAsync(id, "complete");
        }

        await OnceToldAsync(room, ids);
    }

    /// <summary>It ends, nobody hears of it, and LiveKit forgets it, as it does a day later; a look has missed it already.</summary>
    private async Task EndsUnheardAsync(RecordedRoom room, string id)
    {
        await stack.Simulator.PostAsync("/sim/webhooks/faults/next", new { room = await room.EgressIdAsync(id), fault = "drop", count = 10 });
        await room.ActAsync("finish", id);
        await Eventually.HoldsAsync(async () => await CountAsync(room, "missed_since is not null") == 1, "a look has missed it");
    }

    /// <summary>Neither here nor in LiveKit.</summary>
    private static async Task NothingGoesOnAsync(RecordedRoom room) => await Eventually.HoldsAsync(
        async () => await CountAsync(room, "status in ('starting', 'active', 'ending')") == 0
            && (await AllAsync(room)).All(static egress => egress.GetProperty("state").GetString() is "complete" or "aborted"),
        "nothing goes on",
        Patience);

    /// <summary>The tenant was told of one beginning at most, and of exactly one end.</summary>
    private static async Task OnceToldAsync(RecordedRoom room, List<string> ids)
    {
        foreach (var id in ids)
        {
            var told = (await room.EventsAsync(id)).Select(static told => told.Type[(told.Type.IndexOf('.', StringComparison.Ordinal) + 1)..]).ToList();
            Assert.True(told.Count(static type => type == "started") <= 1, string.Join(' ', told));
            Assert.Single(told, static type => type is "completed" or "ended" or "failed");
        }
    }

    /// <summary>Recordings and streams, oldest first, by the API.</summary>
    private static async Task<List<string>> IdsAsync(RecordedRoom room)
    {
        List<string> ids = [];
        foreach (var path in new[] { "/v1/recordings", "/v1/streams" })
        {
            ids.AddRange(await room.Api.CollectAsync($"{path}?limit=100", static one => one.GetProperty("id").GetString()!));
        }

        return ids;
    }

    private static async Task<List<string>> NeverTakenAsync(RecordedRoom room) => await room.Tenant.Stack.Database.QueryAsync(
        "select purpose, recording_id from recordings where tenant_id = $1 and egress_id is null",
        static row => PublicIds.Encode(row.GetString(0) == "stream" ? "str" : "rec", row.GetGuid(1)),
        room.Tenant.RowId);

    private static Task<long> CountAsync(RecordedRoom room, string condition) =>
        room.Tenant.Stack.Database.ScalarAsync<long>($"select count(*) from recordings where tenant_id = $1 and {condition}", room.Tenant.RowId);

    private static async Task<long> EgressesAsync(RecordedRoom room) => (await AllAsync(room)).Count;

    /// <summary>All that LiveKit has ever recorded of the room and into the tenant's bucket.</summary>
    private static async Task<List<JsonElement>> AllAsync(RecordedRoom room) =>
        [.. (await room.Tenant.Stack.Simulator.GetAsync("/sim/egress")).GetProperty("egresses").EnumerateArray()
            .Where(egress => egress.GetProperty("room").GetString() == room.LiveKitName
                || egress.GetProperty("paths").EnumerateArray().Any(path => path.GetString()!.StartsWith($"{room.Prefix}/", StringComparison.Ordinal)))];

    private static string Prefix() => $"crash-{Guid.NewGuid():N}";

    private Task<long> EndConnectionsAsync() => stack.Database.ScalarAsync<long>(
        "select count(pg_terminate_backend(pid, 10000)) from pg_stat_activity where datname = current_database() and application_name like 'relaykit%'");
}
