using System.Globalization;
using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Usage;

[Collection(SharedStackTests.Name)]
public sealed class UsageSeriesApiTests(StackFixture stack)
{
    private const long HourMs = 3_600_000;
    private const long DayMs = 24 * HourMs;

    /// <summary>Noon of the day before yesterday in UTC: some days back all has happened, in whatever month.</summary>
    private static readonly long NoonMs = (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / DayMs * DayMs) - (2 * DayMs) + (12 * HourMs);

    [Fact]
    public async Task Usage_is_told_by_hour_to_the_millisecond()
    {
        var tenant = await StoryAsync();

        var series = await SeriesAsync(tenant, $"granularity=hour&from={At(NoonMs - HourMs)}&to={At(NoonMs + (3 * HourMs))}");

        // Nobody before noon; ann and bob for half an hour of the first hour, ann for a second of the next; bob's leave was not told.
        Assert.Equal(
            [
                $"{At(NoonMs - HourMs)} {At(NoonMs)} 0 0 0",
                $"{At(NoonMs)} {At(NoonMs + HourMs)} {(HourMs / 2) + (HourMs / 2)} 0 {HourMs / 2}",
                $"{At(NoonMs + HourMs)} {At(NoonMs + (2 * HourMs))} 1000 0 0",
                $"{At(NoonMs + (2 * HourMs))} {At(NoonMs + (3 * HourMs))} 0 0 0",
            ],
            series.Select(Describe));
        Assert.All(series, point => Assert.False(point.TryGetProperty("room", out _) || point.TryGetProperty("kind", out _)));
    }

    [Fact]
    public async Task Days_are_cut_where_the_range_is()
    {
        var tenant = await StoryAsync();

        var series = await SeriesAsync(tenant, $"from={At(NoonMs + HourMs)}&to={At(NoonMs + DayMs)}");

        var midnight = NoonMs + (12 * HourMs);
        Assert.Equal(
            [$"{At(NoonMs + HourMs)} {At(midnight)} 1000 0 0", $"{At(midnight)} {At(NoonMs + DayMs)} 0 0 0"], series.Select(Describe));
    }

    [Fact]
    public async Task Rooms_and_kinds_are_told_apart_where_something_was_used()
    {
        var tenant = await StoryAsync();
        var range = $"from={At(NoonMs - DayMs)}&to={At(NoonMs + DayMs)}";

        var rooms = await SeriesAsync(tenant, $"{range}&group_by=room");
        var kinds = await SeriesAsync(tenant, $"{range}&group_by=kind");

        Assert.Equal([("hall", HourMs / 2), ("lobby", (HourMs / 2) + 1_000)], rooms.Select(point => (point.GetProperty("room").GetString()!, Ms(point))));
        Assert.Equal(
            [("standard", HourMs + 1_000), ("egress", HourMs / 2)], kinds.Select(point => (point.GetProperty("kind").GetString()!, Ms(point))));
    }

    [Fact]
    public async Task Pages_meet_each_point_once()
    {
        var tenant = await StoryAsync();
        foreach (var query in new[] { "group_by=room", "group_by=kind", "granularity=hour" })
        {
            var path = $"/v1/usage/series?from={At(NoonMs - DayMs)}&to={At(NoonMs + DayMs)}&{query}";
            var whole = (await tenant.Api.GetAsync(path)).Expect(HttpStatusCode.OK).Data.Select(point => point.GetRawText());

            Assert.Equal(whole, await tenant.Api.CollectAsync($"{path}&limit=1", point => point.GetRawText()));
        }
    }

    [Fact]
    public async Task The_current_period_has_what_the_meter_says_also_of_what_goes_on()
    {
        var tenant = await stack.CreateTenantAsync();
        var now = DateTimeOffset.UtcNow;
        var periodStart = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        var startMs = Math.Max(now.AddMinutes(-10).ToUnixTimeSeconds(), periodStart.ToUnixTimeSeconds()) * 1000;
        var room = await tenant.OpenRoomAsync("lobby", startMs);
        await stack.SendAllAsync(
            LiveKitWebhooks.ParticipantJoined(room, Connection.At(startMs, "ann")),
            LiveKitWebhooks.ParticipantLeft(room, Connection.At(startMs, "bob"), startMs + 5_000));

        await Eventually.EqualAsync(
            0L,
            async () =>
            {
                var usage = (await tenant.Api.GetAsync("/v1/usage")).Expect(HttpStatusCode.OK);
                var series = (await tenant.Api.GetAsync("/v1/usage/series")).Expect(HttpStatusCode.OK);

                // One is connected, so the two differ by the time between them, if by anything.
                return series.Data.Sum(Ms) - usage.Number("participant_ms") - Math.Max(0, AsOfMs(series) - AsOfMs(usage));
            },
            "the sum over the period is the meter's");
        var whole = (await tenant.Api.GetAsync("/v1/usage/series")).Expect(HttpStatusCode.OK).Data;
        Assert.Equal(periodStart, whole[0].GetProperty("start").GetDateTimeOffset());
        Assert.Equal(periodStart.AddMonths(1), whole[^1].GetProperty("end").GetDateTimeOffset());
        Assert.Equal(DateTime.DaysInMonth(now.Year, now.Month), whole.Length);
    }

    [Fact]
    public async Task Test_mode_is_told_apart()
    {
        var tenant = await StoryAsync();
        var test = await tenant.CreateTestModeClientAsync();
        var range = $"from={At(NoonMs - DayMs)}&to={At(NoonMs + DayMs)}&group_by=room";

        Assert.Empty(await SeriesAsync(tenant, $"{range}&mode=test"));
        Assert.Empty((await test.GetAsync($"/v1/usage/series?{range}")).Expect(HttpStatusCode.OK).Data);
        Assert.Equal(2, (await test.GetAsync($"/v1/usage/series?{range}&mode=live")).Expect(HttpStatusCode.OK).Data.Length);
    }

    [Theory]
    [InlineData("granularity=week", "?granularity")]
    [InlineData("granularity=hour&granularity=day", "?granularity")]
    [InlineData("group_by=identity", "?group_by")]
    [InlineData("mode=both", "?mode")]
    [InlineData("limit=0", "?limit")]
    [InlineData("limit=1001", "?limit")]
    [InlineData("from=yesterday", "?from")]
    [InlineData("from=2026-11-01T00:00:00", "?from")]
    [InlineData("from=2026-11-01T00:30:00Z&to=2026-11-01T01:00:00.001Z", "?from", "?to")]
    [InlineData("from=2026-11-02T00:00:00Z&to=2026-11-02T00:00:00Z", "?from")]
    [InlineData("from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z", "?from")]
    [InlineData("from=2025-01-01T00:00:00Z&to=2026-01-02T01:00:00Z", "?from")]
    [InlineData("granularity=hour&from=2026-01-01T00:00:00Z&to=2026-03-04T01:00:00Z", "?from")]
    [InlineData("from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z&cursor=garbage", "?cursor")]
    [InlineData("from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z&cursor=MCA", "?cursor")]
    [InlineData("group_by=room&cursor=%00", "?cursor")]
    [InlineData("room=lobby", "?room")]
    [InlineData("granularity=x&group_by=x&mode=x&limit=x&from=x&to=x&x=x", "?granularity", "?group_by", "?mode", "?limit", "?from", "?to", "?x")]
    public async Task A_parameter_that_is_wrong_is_named(string query, params string[] pointers)
    {
        var api = (await stack.CreateTenantAsync()).Api;

        (await api.GetAsync($"/v1/usage/series?{query}")).ExpectInvalid(pointers);
    }

    [Theory]
    [InlineData("from=2025-01-01T00:00:00Z&to=2026-01-02T00:00:00Z", 366)]
    [InlineData("granularity=hour&from=2026-01-01T00:00:00Z&to=2026-03-04T00:00:00Z&limit=1000", 1000)]
    [InlineData("from=0001-01-01T00:00:00Z&to=0001-01-03T00:00:00Z", 2)]
    [InlineData("from=9999-12-30T00:00:00Z&to=9999-12-31T23:00:00Z", 2)]
    [InlineData("from=2026-11-01T02:00:00%2B02:00&to=2026-11-02T00:00:00Z", 1)]
    public async Task The_longest_ranges_and_the_ends_of_time_are_taken(string query, int points)
    {
        var api = (await stack.CreateTenantAsync()).Api;

        Assert.Equal(points, (await api.GetAsync($"/v1/usage/series?{query}")).Expect(HttpStatusCode.OK).Data.Length);
    }

    /// <summary>
    /// In the lobby ann for half an hour up to a second past one o'clock; in the hall bob for half an hour, whose leave was not told, and a recorder.
    /// </summary>
    private async Task<TestTenant> StoryAsync()
    {
        var tenant = await stack.CreateTenantAsync();
        var (lobby, hall) = (await tenant.OpenRoomAsync("lobby", NoonMs), await tenant.OpenRoomAsync("hall", NoonMs));
        await stack.SendAllAsync(
            LiveKitWebhooks.ParticipantLeft(lobby, Connection.At(NoonMs + (HourMs / 2), "ann"), NoonMs + HourMs + 1_000),
            LiveKitWebhooks.ParticipantJoined(hall, Connection.At(NoonMs, "bob")),
            LiveKitWebhooks.ParticipantJoined(hall, Connection.At(NoonMs, "recorder", "EGRESS")),
            LiveKitWebhooks.RoomFinished(hall, NoonMs + (HourMs / 2)),
            LiveKitWebhooks.RoomFinished(lobby, NoonMs + HourMs + 1_000));
        return tenant;
    }

    private static async Task<JsonElement[]> SeriesAsync(TestTenant tenant, string query) =>
        (await tenant.Api.GetAsync($"/v1/usage/series?{query}")).Expect(HttpStatusCode.OK).Data;

    private static long Ms(JsonElement point) => point.GetProperty("participant_ms").GetInt64();

    private static long AsOfMs(ApiAnswer answer) => answer["as_of"].GetDateTimeOffset().ToUnixTimeMilliseconds();

    private static string Describe(JsonElement point)
    {
        var evidence = point.GetProperty("evidence");
        var (reconciled, presumed) = (evidence.GetProperty("reconciled_ms").GetInt64(), evidence.GetProperty("presumed_ms").GetInt64());
        Assert.Equal(Ms(point) - reconciled - presumed, evidence.GetProperty("confirmed_ms").GetInt64());
        return FormattableString.Invariant(
            $"{point.GetProperty("start").GetString()} {point.GetProperty("end").GetString()} {Ms(point)} {reconciled} {presumed}");
    }

    private static string At(long unixMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(unixMs).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
