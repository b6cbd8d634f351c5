using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.Idempotency;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Ingress;

/// <summary>Streams from outside, end to end: over HTTP, with a LiveKit whose answers are lost or late, and senders who come and go.</summary>
[Collection(SharedStackTests.Name)]
public sealed class IngressApiTests(StackFixture stack) : IAsyncLifetime
{
    private TestTenant _tenant = null!;
    private SimulatedRoom _room = null!;

    public async Task InitializeAsync()
    {
        _tenant = await stack.CreateSimulatedTenantAsync();
        _room = await SimulatedRoom.CreateAsync(_tenant, new { name = "studio" });
        await stack.Simulator.PostAsync("/sim/ingress/faults", new { create = "none" });
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_sender_is_a_participant_of_its_own_kind_and_metered_as_such()
    {
        var made = await CreateAsync();
        Assert.Equal(("studio", "rtmp", "camera", "inactive"), (made.Text("room"), made.Text("kind"), made.Text("identity"), made.Text("status")));
        Assert.StartsWith("rtmp://", made.Text("url"), StringComparison.Ordinal);

        await SendAsync(made.Text("stream_key"));
        var publishing = await GetAsync(made);
        Assert.Equal("publishing", publishing.Text("status"));
        Assert.False(publishing.Json.TryGetProperty("stream_key", out _));
        var there = Assert.Single((await _tenant.Api.GetAsync($"{_room.Path}/participants")).Data);
        Assert.Equal(("camera", "ingress"), (there.GetProperty("identity").GetString(), there.GetProperty("kind").GetString()));

        await Eventually.HoldsAsync(async () => await UsedAsync("ingress") > 0, "the meter of ingress grows");
        Assert.Equal(0, await UsedAsync("standard"));

        await stack.Simulator.PostAsync("/sim/ingress/stop", new { stream_key = made.Text("stream_key") });
        await stack.Simulator.DrainAsync();
        var stopped = await GetAsync(made);
        Assert.Equal("inactive", stopped.Text("status"));
        Assert.Equal(JsonValueKind.String, stopped["ended_at"].ValueKind);

        await SendAsync(made.Text("stream_key"));
        await stack.Simulator.PostAsync("/sim/ingress/stop", new { stream_key = made.Text("stream_key"), error = "connection reset by rtmp://user:pass@10.0.0.1/live/key" });
        await stack.Simulator.DrainAsync();
        var failed = await GetAsync(made);
        Assert.Equal(("error", "connection reset by rtmp://10.0.0.1/live/***"), (failed.Text("status"), failed.Text("error")));

        (await _tenant.Api.DeleteAsync(PathOf(made))).Expect(HttpStatusCode.OK);
        (await _tenant.Api.GetAsync(PathOf(made))).Expect(HttpStatusCode.NotFound);
        Assert.Empty(await InLiveKitAsync(made));
        Assert.Equal(
            ["ingress.created", "ingress.started", "ingress.ended", "ingress.started", "ingress.ended", "ingress.deleted"],
            (await _room.EventsAsync()).Select(told => told.Type).Where(type => type.StartsWith("ingress.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task WHIP_is_taken_in_with_or_without_transcoding()
    {
        foreach (var transcoding in new[] { false, true })
        {
            var made = (await _tenant.Api.PostAsync(
                "/v1/ingress", new { room = "studio", kind = "whip", identity = $"browser-{transcoding}", enable_transcoding = transcoding })).Expect(HttpStatusCode.Created);
            Assert.StartsWith("http", made.Text("url"), StringComparison.Ordinal);
            Assert.Equal(transcoding, made["enable_transcoding"].GetBoolean());

            await SendAsync(made.Text("stream_key"));
            Assert.Equal("publishing", (await GetAsync(made)).Text("status"));
            Assert.Contains($"browser-{transcoding}", await _room.ConnectedAsync());
            (await _tenant.Api.PatchAsync(PathOf(made), new { name = "Browser", enable_transcoding = !transcoding })).Expect(HttpStatusCode.OK);

            await stack.Simulator.PostAsync("/sim/ingress/stop", new { stream_key = made.Text("stream_key") });
            await stack.Simulator.DrainAsync();
            Assert.Equal("inactive", (await GetAsync(made)).Text("status"));
            (await _tenant.Api.DeleteAsync(PathOf(made))).Expect(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task One_whose_answer_was_lost_is_found_and_not_doubled()
    {
        await stack.Simulator.PostAsync("/sim/ingress/faults", new { create = "lost" });

        var made = await CreateAsync();

        Assert.NotEmpty(made.Text("stream_key"));
        Assert.Single(await InLiveKitAsync(made));
    }

    [Fact]
    public async Task One_that_comes_about_after_its_call_was_given_up_is_found_by_the_same_request_and_by_the_look()
    {
        await stack.Simulator.PostAsync("/sim/ingress/faults", new { create = "afterwards", ms = 300 });
        var body = new { room = "studio", kind = "rtmp", identity = "late" };
        var refused = await _tenant.Api.PostWithKeyAsync("/v1/ingress", body, "late");
        Assert.Equal("livekit_unavailable", refused.Code);
        var id = Assert.Single((await _tenant.Api.GetAsync("/v1/ingress")).Data).GetProperty("id").GetString()!;

        await Eventually.HoldsAsync(
            async () =>
            {
                await ReconcileAsync();
                return (await _tenant.Api.GetAsync($"/v1/ingress/{id}"))["url"].ValueKind == JsonValueKind.String;
            },
            "the look finds it");
        var again = (await _tenant.Api.PostWithKeyAsync("/v1/ingress", body, "late")).Expect(HttpStatusCode.Created);

        Assert.Equal(id, again.Text("id"));
        Assert.NotEmpty(again.Text("stream_key"));
        Assert.Single(await InLiveKitAsync(again));
    }

    [Fact]
    public async Task Where_nothing_was_made_the_same_request_still_says_so_and_makes_no_second_one_meanwhile()
    {
        await stack.Simulator.PostAsync("/sim/ingress/faults", new { create = "unavailable" });
        var body = new { room = "studio", kind = "whip", identity = "never" };

        Assert.Equal("livekit_unavailable", (await _tenant.Api.PostWithKeyAsync("/v1/ingress", body, "never")).Code);
        Assert.Equal("livekit_unavailable", (await _tenant.Api.PostWithKeyAsync("/v1/ingress", body, "never")).Code);

        var made = Assert.Single((await _tenant.Api.GetAsync("/v1/ingress")).Data).GetProperty("id").GetString()!;
        (await _tenant.Api.DeleteAsync($"/v1/ingress/{made}")).Expect(HttpStatusCode.OK);
        Assert.Empty((await _tenant.Api.GetAsync("/v1/ingress")).Data);
    }

    [Fact]
    public async Task It_leads_to_the_rooms_present_generation_and_nowhere_while_there_is_none()
    {
        var made = await CreateAsync();
        var first = await _room.LiveKitNameAsync();
        await SendAsync(made.Text("stream_key"));

        (await _tenant.Api.PostAsync($"{_room.Path}/revoke-tokens", "{}")).Expect(HttpStatusCode.OK);
        var second = await _room.LiveKitNameAsync();
        Assert.NotEqual(first, second);
        await Eventually.EqualAsync((second, true), () => LeadsToAsync(made), "it follows the room");

        (await _tenant.Api.DeleteAsync(_room.Path)).Expect(HttpStatusCode.OK);
        await Eventually.HoldsAsync(async () => !(await LeadsToAsync(made)).IsEnabled, "it is switched off with its room");

        (await _tenant.Api.PostAsync("/v1/rooms", new { name = "studio" })).Expect(HttpStatusCode.Created);
        var third = await _room.LiveKitNameAsync();
        await Eventually.EqualAsync((third, true), () => LeadsToAsync(made), "it leads into the room that was made anew");
        Assert.NotEqual(second, third);
    }

    [Fact]
    public async Task A_change_holds_from_the_next_stream_on_and_is_told_once()
    {
        await SimulatedRoom.CreateAsync(_tenant, new { name = "stage" });
        var made = await CreateAsync();

        foreach (var _ in new[] { "once", "again" })
        {
            var changed = (await _tenant.Api.PatchAsync(PathOf(made), new { room = "stage", identity = "other", name = "Other" })).Expect(HttpStatusCode.OK);
            Assert.Equal(("stage", "other", "Other"), (changed.Text("room"), changed.Text("identity"), changed.Text("name")));
        }

        var kept = Assert.Single(await InLiveKitAsync(made));
        Assert.Equal(("other", "Other"), (kept.GetProperty("participant_identity").GetString(), kept.GetProperty("participant_name").GetString()));
        Assert.Single(await _room.EventsAsync(), static told => told.Type == "ingress.updated");
        (await _tenant.Api.PatchAsync(PathOf(made), new { room = "nowhere" })).Expect(HttpStatusCode.NotFound);
        Assert.Equal("invalid_request", (await _tenant.Api.PatchAsync(PathOf(made), """{"name":null}""")).Code);
    }

    [Fact]
    public async Task An_address_is_pulled_at_once_and_shown_without_its_secrets()
    {
        var made = (await _tenant.Api.PostAsync(
            "/v1/ingress", new { room = "studio", kind = "url", identity = "film", source_url = "https://user:pass@1.1.1.1/films/secret.mp4?token=secret" }))
            .Expect(HttpStatusCode.Created);
        Assert.Equal(JsonValueKind.Null, made["stream_key"].ValueKind);
        Assert.Equal("https://1.1.1.1/films/***", made.Text("source_url"));
        await stack.Simulator.DrainAsync();
        Assert.Equal("publishing", (await GetAsync(made)).Text("status"));
        Assert.Equal(["film"], await _room.ConnectedAsync());
        Assert.Equal("ingress_not_changeable", (await _tenant.Api.PatchAsync(PathOf(made), new { name = "Film" })).Code);

        var inLiveKit = Assert.Single(await InLiveKitAsync(made)).GetProperty("ingress_id").GetString();
        await stack.Simulator.PostAsync("/sim/ingress/stop", new { ingress_id = inLiveKit });
        await stack.Simulator.DrainAsync();
        Assert.Equal("complete", (await GetAsync(made)).Text("status"));
        await ReconcileAsync();
        Assert.Empty(await InLiveKitAsync(made));
    }

    [Theory]
    [InlineData("""{"room":"studio","kind":"url","identity":"a","source_url":"http://127.0.0.1/a"}""", "/source_url")]
    [InlineData("""{"room":"studio","kind":"url","identity":"a","source_url":"http://[::ffff:10.0.0.1]/a"}""", "/source_url")]
    [InlineData("""{"room":"studio","kind":"url","identity":"a","source_url":"http://169.254.169.254/latest"}""", "/source_url")]
    [InlineData("""{"room":"studio","kind":"url","identity":"a","source_url":"file:///etc/passwd"}""", "/source_url")]
    [InlineData("""{"room":"studio","kind":"url","identity":"a","source_url":"rtmp://1.1.1.1/live"}""", "/source_url")]
    [InlineData("""{"room":"studio","kind":"url","identity":"a"}""", "/source_url")]
    [InlineData("""{"room":"studio","kind":"rtmp","identity":"a","source_url":"https://1.1.1.1/a"}""", "/source_url")]
    [InlineData("""{"room":"studio","kind":"rtmp","identity":"a","enable_transcoding":false}""", "/enable_transcoding")]
    [InlineData("""{"room":"studio","kind":"rtsp","identity":"a"}""", "/kind")]
    [InlineData("""{"room":"studio","kind":"rtmp","identity":"a b"}""", "/identity")]
    [InlineData("""{"room":"studio","kind":"rtmp","identity":"a","name":""}""", "/name")]
    [InlineData("""{"kind":"rtmp","identity":"a"}""", "/room")]
    public async Task What_cannot_be_is_refused_by_field_and_leaves_nothing(string body, string field)
    {
        var refused = await _tenant.Api.PostAsync("/v1/ingress", body);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (refused.Status, refused.Code));
        Assert.Equal(field, Assert.Single(refused["errors"].EnumerateArray()).GetProperty("pointer").GetString());
        Assert.Empty((await _tenant.Api.GetAsync("/v1/ingress")).Data);
    }

    [Fact]
    public async Task There_are_no_more_than_the_limit_and_the_refusal_says_which_it_is()
    {
        await stack.Database.ScalarAsync<long>(
            """
            with made as (
                insert into ingresses (tenant_id, ingress_id, mode, room, kind, identity, enable_transcoding, livekit_cluster, phase, status, created_at, asked_at, version)
                select $1, gen_random_uuid(), 'l', 'studio', 'rtmp', 'c', true, 'nowhere', 1, 'inactive', now(), now(), 1 from generate_series(1, 100) returning 1)
            select count(*) from made
            """,
            _tenant.RowId);

        var refused = await _tenant.Api.PostAsync("/v1/ingress", new { room = "studio", kind = "rtmp", identity = "camera" });

        Assert.Equal((HttpStatusCode.Conflict, "limit_reached"), (refused.Status, refused.Code));
        var limit = refused["limit"];
        Assert.Equal(
            ("ingresses", 100L, "operator"), (limit.GetProperty("name").GetString(), limit.GetProperty("value").GetInt64(), limit.GetProperty("raised_by").GetString()));
        Assert.Equal((100L, 100L), await LimitAsync());

        (await stack.Operator.PutAsync($"/v1/operator/tenants/{_tenant.Id}/limits", new { limits = new { ingresses = 101 } })).Expect(HttpStatusCode.OK);
        await CreateAsync();
        Assert.Equal("limit_reached", (await _tenant.Api.PostAsync("/v1/ingress", new { room = "studio", kind = "rtmp", identity = "camera" })).Code);
        Assert.Equal((101L, 101L), await LimitAsync());
    }

    [Fact]
    public async Task A_tenant_can_limit_its_own_and_the_next_is_made_when_one_is_deleted()
    {
        Assert.Equal((100L, 0L), await LimitAsync());
        var settings = (await _tenant.Api.PatchAsync("/v1/tenant", new { limits = new { ingresses = 1 } })).Expect(HttpStatusCode.OK);
        Assert.Equal(1, settings["limits"].GetProperty("ingresses").GetInt32());
        var made = await CreateAsync();

        var refused = await _tenant.Api.PostAsync("/v1/ingress", new { room = "studio", kind = "whip", identity = "camera" });

        refused.Expect(HttpStatusCode.Conflict, "limit_reached");
        Assert.Equal("""{"name":"ingresses","scope":"tenant","subject":null,"value":1,"used":1,"raised_by":"tenant"}""", refused["limit"].GetRawText());
        Assert.Contains("ingresses", refused.Text("detail"), StringComparison.Ordinal);
        Assert.Equal((1L, 1L), await LimitAsync());
        Assert.Equal((1L, 0L), await LimitAsync(await _tenant.CreateTestModeClientAsync()));
        (await _tenant.Api.DeleteAsync(PathOf(made))).Expect(HttpStatusCode.OK);
        await CreateAsync();
        (await _tenant.Api.PatchAsync("/v1/tenant", new { limits = new { ingresses = -1 } })).ExpectInvalid("/limits/ingresses");
    }

    [Fact]
    public async Task Lists_go_by_room_and_mode_and_a_room_has_to_be_there()
    {
        var made = await CreateAsync();
        var test = await _tenant.CreateTestModeClientAsync();

        Assert.Equal([made.Text("id")], (await _tenant.Api.GetAsync("/v1/ingress?room=studio")).Data.Select(static one => one.GetProperty("id").GetString()));
        Assert.Empty((await _tenant.Api.GetAsync("/v1/ingress?room=other")).Data);
        Assert.Empty((await test.GetAsync("/v1/ingress")).Expect(HttpStatusCode.OK).Data);
        (await test.GetAsync(PathOf(made))).Expect(HttpStatusCode.NotFound);
        (await test.DeleteAsync(PathOf(made))).Expect(HttpStatusCode.NotFound);
        Assert.Equal("room_not_found", (await _tenant.Api.PostAsync("/v1/ingress", new { room = "nowhere", kind = "rtmp", identity = "camera" })).Code);
    }

    [Fact]
    public async Task What_no_webhook_told_is_found_by_the_look()
    {
        var made = await CreateAsync();
        var kept = Assert.Single(await InLiveKitAsync(made)).GetProperty("ingress_id").GetString()!;
        await stack.Simulator.PostAsync("/sim/ingress/start", new { ingress_id = kept });
        await stack.Simulator.DrainAsync();
        await stack.Simulator.PostAsync("/sim/webhooks/faults/next", new { room = kept, @event = "ingress_ended", fault = "drop" });
        await stack.Simulator.PostAsync("/sim/ingress/stop", new { ingress_id = kept });
        await stack.Simulator.DrainAsync();
        Assert.Equal("publishing", (await GetAsync(made)).Text("status"));

        await ReconcileAsync();

        Assert.Equal("inactive", (await GetAsync(made)).Text("status"));
        Assert.Contains(await _room.EventsAsync(), static told => told.Type == "ingress.ended");
    }

    private async Task<ApiAnswer> CreateAsync() =>
        (await _tenant.Api.PostAsync("/v1/ingress", new { room = "studio", kind = "rtmp", identity = "camera" })).Expect(HttpStatusCode.Created);

    private async Task<(long Value, long Used)> LimitAsync(ApiClient? api = null)
    {
        var limit = (await (api ?? _tenant.Api).GetAsync("/v1/limits")).Expect(HttpStatusCode.OK).Data.Single(static one => one.GetProperty("name").GetString() == "ingresses");
        return (limit.GetProperty("value").GetInt64(), limit.GetProperty("used").GetInt64());
    }

    private static string PathOf(ApiAnswer ingress) => $"/v1/ingress/{ingress.Text("id")}";

    private async Task<ApiAnswer> GetAsync(ApiAnswer ingress) => (await _tenant.Api.GetAsync(PathOf(ingress))).Expect(HttpStatusCode.OK);

    private async Task SendAsync(string streamKey)
    {
        await stack.Simulator.PostAsync("/sim/ingress/start", new { stream_key = streamKey });
        await stack.Simulator.DrainAsync();
    }

    private async Task ReconcileAsync() => (await stack.Operator.PostAsync("/v1/operator/reconcile", new { tenant_id = _tenant.Id })).Expect(HttpStatusCode.OK);

    private async Task<long> UsedAsync(string kind) =>
        (await _tenant.Api.GetAsync("/v1/usage")).Expect(HttpStatusCode.OK)["by_kind"].GetProperty(kind).GetInt64();

    private async Task<(string RoomName, bool IsEnabled)> LeadsToAsync(ApiAnswer ingress)
    {
        var one = Assert.Single(await InLiveKitAsync(ingress));
        return (one.GetProperty("room_name").GetString()!, one.GetProperty("enabled").GetBoolean());
    }

    /// <summary>What LiveKit has under the ingress's name.</summary>
    private async Task<IReadOnlyList<JsonElement>> InLiveKitAsync(ApiAnswer ingress) =>
        [.. (await stack.Simulator.GetAsync("/sim/ingress")).GetProperty("ingresses").EnumerateArray()
            .Where(one => one.GetProperty("name").GetString() == ingress.Text("id"))];
}
