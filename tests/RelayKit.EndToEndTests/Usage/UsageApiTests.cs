using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Usage;

[Collection(SharedStackTests.Name)]
public sealed class UsageApiTests(StackFixture stack)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    /// <summary>A whole second a little while ago, but in this period.</summary>
    private static readonly long StartMs = Math.Max(Now.AddMinutes(-10).ToUnixTimeSeconds(), PeriodStart.ToUnixTimeSeconds()) * 1000;

    private static DateTimeOffset PeriodStart => new(Now.Year, Now.Month, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_tenant_without_usage_reads_zero()
    {
        var api = (await stack.CreateTenantAsync()).Api;

        var usage = (await api.GetAsync("/v1/usage")).Expect(HttpStatusCode.OK);

        Assert.Equal("live", usage.Text("mode"));
        Assert.Equal(0, usage.Number("participant_ms"));
        Assert.Equal(0, usage["participant_minutes"].GetDecimal());
        Assert.Equal(PeriodStart, usage["period"].GetProperty("start").GetDateTimeOffset());
        Assert.Equal(PeriodStart.AddMonths(1), usage["period"].GetProperty("end").GetDateTimeOffset());
        Assert.Equal("""{"confirmed_ms":0,"reconciled_ms":0,"presumed_ms":0}""", usage["evidence"].GetRawText());
        foreach (var unknown in new[] { "bandwidth_bytes", "included_minutes", "overage_minutes", "cap_minutes", "cap_reached_at" })
        {
            Assert.Equal(JsonValueKind.Null, usage[unknown].ValueKind);
        }
    }

    [Fact]
    public async Task The_meter_is_exact_while_people_come_and_go()
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", StartMs);
        var (ann, bob) = (Connection.At(StartMs + 1, "ann"), Connection.At(StartMs + 22, "bob"));
        await stack.SendAllAsync(
            LiveKitWebhooks.ParticipantJoined(room, ann),
            LiveKitWebhooks.ParticipantJoined(room, bob),
            LiveKitWebhooks.ParticipantLeft(room, ann, StartMs + 5_000));

        await Eventually.EqualAsync(
            (1L, 1L, 1L, 4_999L),
            async () =>
            {
                var usage = (await tenant.Api.GetAsync("/v1/usage")).Expect(HttpStatusCode.OK);
                var asOfMs = usage["as_of"].GetDateTimeOffset().ToUnixTimeMilliseconds();
                return (
                    usage.Number("active_participants"),
                    usage.Number("active_rooms"),
                    usage.Number("per_minute"),
                    usage.Number("participant_ms") - (asOfMs - bob.JoinedAtMs));
            },
            "one who left after 4,999 ms and one who is there");

        await stack.SendAllAsync(LiveKitWebhooks.RoomFinished(room, StartMs + 9_000));

        await Eventually.EqualAsync(
            (0L, 4_999L + 8_978L, (4_999m + 8_978m) / 60_000m),
            async () =>
            {
                var usage = (await tenant.Api.GetAsync("/v1/usage")).Expect(HttpStatusCode.OK);
                return (usage.Number("active_rooms"), usage.Number("participant_ms"), usage["participant_minutes"].GetDecimal());
            },
            "both have ended");
    }

    [Fact]
    public async Task When_a_budget_will_be_used_up_is_known_in_advance()
    {
        const long Minutes = 20;
        var tenant = await stack.CreateTenantAsync();
        (await tenant.Api.PatchAsync("/v1/tenant", new { budget = new { minutes = Minutes } })).Expect(HttpStatusCode.OK);
        var room = await tenant.OpenRoomAsync("lobby", StartMs);
        var before = (await tenant.Api.GetAsync("/v1/usage")).Expect(HttpStatusCode.OK);
        await stack.SendAllAsync(
            LiveKitWebhooks.ParticipantJoined(room, Connection.At(StartMs, "ann")), LiveKitWebhooks.ParticipantJoined(room, Connection.At(StartMs, "bob")));

        await Eventually.EqualAsync(
            StartMs + (Minutes * 60_000 / 2),
            async () => (await tenant.Api.GetAsync("/v1/usage")).Expect(HttpStatusCode.OK)["cap_reached_at"] is { ValueKind: JsonValueKind.String } at
                ? at.GetDateTimeOffset().ToUnixTimeMilliseconds()
                : 0,
            "two people use up twenty minutes in ten");

        Assert.Equal(Minutes, before.Number("cap_minutes"));
        Assert.Equal(JsonValueKind.Null, before["cap_reached_at"].ValueKind);
    }

    [Fact]
    public async Task Kinds_are_metered_apart_and_only_people_are_billed()
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", StartMs);
        var kinds = new[] { null, "SIP", "INGRESS", "EGRESS", "AGENT" };
        var seconds = 1;
        foreach (var kind in kinds)
        {
            await stack.SendAllAsync(
                LiveKitWebhooks.ParticipantLeft(room, Connection.At(StartMs, kind ?? "ann", kind), StartMs + (seconds * 1_000)));
            seconds *= 2;
        }

        await Eventually.EqualAsync(
            """{"standard":1000,"sip":2000,"ingress":4000,"egress":8000,"agent":16000}""",
            async () => (await tenant.Api.GetAsync("/v1/usage"))["by_kind"].GetRawText(),
            "milliseconds by kind");
        Assert.Equal(7_000, (await tenant.Api.GetAsync("/v1/usage")).Number("participant_ms"));
    }

    [Fact]
    public async Task What_is_billed_is_told_apart_by_what_it_rests_on()
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", StartMs);
        var bob = Connection.At(StartMs, "bob");
        await stack.SendAllAsync(
            LiveKitWebhooks.ParticipantLeft(room, Connection.At(StartMs, "ann"), StartMs + 1_000),
            LiveKitWebhooks.ParticipantJoined(room, bob),
            LiveKitWebhooks.ParticipantJoined(room, Connection.At(StartMs, "recorder", "EGRESS")));

        // While it lasts a join that was told is enough.
        await Eventually.EqualAsync(
            (0L, 0L),
            async () =>
            {
                var usage = (await tenant.Api.GetAsync("/v1/usage")).Expect(HttpStatusCode.OK);
                return (
                    usage.Number("participant_ms") - usage["evidence"].GetProperty("confirmed_ms").GetInt64(),
                    usage.Number("active_participants") - 1);
            },
            "all confirmed");

        await stack.SendAllAsync(LiveKitWebhooks.RoomFinished(room, StartMs + 9_000));
        await EvidenceAsync("""{"confirmed_ms":1000,"reconciled_ms":0,"presumed_ms":9000}""", "bob's leave was not told");

        await stack.SendAllAsync(LiveKitWebhooks.ParticipantLeft(room, bob, StartMs + 9_000));
        await EvidenceAsync("""{"confirmed_ms":10000,"reconciled_ms":0,"presumed_ms":0}""", "now it was");

        Task EvidenceAsync(string expected, string what) =>
            Eventually.EqualAsync(expected, async () => (await tenant.Api.GetAsync("/v1/usage"))["evidence"].GetRawText(), what);
    }

    [Fact]
    public async Task Test_mode_is_metered_apart()
    {
        var tenant = await stack.CreateTenantAsync();
        var test = await tenant.CreateTestModeClientAsync();
        var (live, tried) = (await tenant.OpenRoomAsync("lobby", StartMs), await tenant.OpenRoomAsync("lobby", StartMs, test));
        await stack.SendAllAsync(
            LiveKitWebhooks.ParticipantLeft(live, Connection.At(StartMs, "ann"), StartMs + 1_000),
            LiveKitWebhooks.ParticipantLeft(tried, Connection.At(StartMs, "ann"), StartMs + 2_000));

        await UsedAsync(1_000, tenant.Api, "/v1/usage");
        await UsedAsync(1_000, tenant.Api, "/v1/usage?mode=live");
        await UsedAsync(2_000, tenant.Api, "/v1/usage?mode=test");
        await UsedAsync(2_000, test, "/v1/usage");
        await UsedAsync(1_000, test, "/v1/usage?mode=live");
        Assert.Single((await test.GetAsync("/v1/sessions")).Data);
    }

    [Theory]
    [InlineData("mode=both", "?mode")]
    [InlineData("mode=Live", "?mode")]
    [InlineData("mode=live&mode=test", "?mode")]
    [InlineData("mode=%00", "?mode")]
    [InlineData("period=now", "?period")]
    public async Task A_parameter_that_is_wrong_is_named(string query, params string[] pointers)
    {
        var api = (await stack.CreateTenantAsync()).Api;

        (await api.GetAsync($"/v1/usage?{query}")).ExpectInvalid(pointers);
    }

    private static Task UsedAsync(long expectedMs, ApiClient api, string path) => Eventually.EqualAsync(
        expectedMs, async () => (await api.GetAsync(path)).Expect(HttpStatusCode.OK).Number("participant_ms"), path);
}
