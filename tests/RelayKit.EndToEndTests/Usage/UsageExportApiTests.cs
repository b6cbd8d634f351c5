using System.Globalization;
using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;
using RelayKit.Testing;

namespace RelayKit.EndToEndTests.Usage;

[Collection(SharedStackTests.Name)]
public sealed class UsageExportApiTests(StackFixture stack)
{
    private const string Formula = "=HYPERLINK(\"http://evil.example\",\"see\")";

    /// <summary>A whole hour some hours back, so that the series can tell it apart.</summary>
    private static readonly long HourMs = ((DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 3_600_000) - 5) * 3_600_000;

    private static string Range => $"from={At(HourMs)}&to={At(HourMs + 3_600_000)}";

    [Fact]
    public async Task A_bill_can_be_added_up_again_from_the_rows()
    {
        var (tenant, room) = await StoryAsync();

        var answer = (await tenant.Api.GetAsync($"/v1/usage/export?{Range}")).Expect(HttpStatusCode.OK);
        var records = CsvText.Parse(answer.Body);
        var rows = records.Skip(1).Select(record => records[0].Zip(record).ToDictionary(field => field.First, field => field.Second)).ToList();

        Assert.Equal("text/csv; charset=utf-8", answer.Headers["Content-Type"]);
        Assert.Equal(
            $"attachment; filename=\"usage-live-{Compact(HourMs)}-{Compact(HourMs + 3_600_000)}.csv\"", answer.Headers["Content-Disposition"]);
        Assert.Equal(
            "session_id room livekit_room_sid participant_session_id livekit_participant_sid identity name kind joined_at left_at duration_ms counted_ms "
                + "evidence disconnect_reason billed join_event_id leave_event_id labels",
            string.Join(' ', records[0]));
        var ann = rows.Single(row => row["identity"] == "ann");
        Assert.Equal(("lobby", room.Sid, $"'{Formula}", "standard"), (ann["room"], ann["livekit_room_sid"], ann["name"], ann["kind"]));
        Assert.Equal((At(HourMs - 60_000), At(HourMs + 30_000)), (ann["joined_at"], ann["left_at"]));
        Assert.Equal(("90000", "30000", "true"), (ann["duration_ms"], ann["counted_ms"], ann["billed"]));
        Assert.Equal(("confirmed", "client_initiated"), (ann["evidence"], ann["disconnect_reason"]));
        Assert.StartsWith("EV_", ann["join_event_id"], StringComparison.Ordinal);
        Assert.StartsWith("EV_", ann["leave_event_id"], StringComparison.Ordinal);
        var bob = rows.Single(row => row["identity"] == "bob");
        Assert.Equal(("", "", "3540000", "confirmed"), (bob["left_at"], bob["duration_ms"], bob["counted_ms"], bob["evidence"]));
        Assert.Equal(("false", "egress"), rows.Where(row => row["identity"] == "recorder").Select(row => (row["billed"], row["kind"])).Single());

        var series = (await tenant.Api.GetAsync($"/v1/usage/series?{Range}&granularity=hour")).Expect(HttpStatusCode.OK).Data.Single();
        Assert.Equal(
            series.GetProperty("participant_ms").GetInt64(),
            rows.Where(row => row["billed"] == "true").Sum(row => long.Parse(row["counted_ms"], CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("format=ndjson", null)]
    [InlineData("", "application/x-ndjson")]
    [InlineData("", "text/csv;q=0.5, application/x-ndjson")]
    [InlineData("format=ndjson", "text/csv")]
    public async Task JSON_lines_have_every_field_as_it_is(string query, string? accept)
    {
        var (tenant, _) = await StoryAsync();

        using var opened = await tenant.Api.OpenAsync($"/v1/usage/export?{Range}&{query}", accept);
        var lines = (await opened.Content.ReadAsStringAsync()).Split('\n')[..^1].Select(line => JsonDocument.Parse(line).RootElement).ToList();

        Assert.Equal("application/x-ndjson", opened.Content.Headers.ContentType!.ToString());
        Assert.Equal(3, lines.Count);
        Assert.Equal(Formula, lines.Single(line => line.GetProperty("identity").GetString() == "ann").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("format=csv", "application/x-ndjson")]
    [InlineData("", "*/*")]
    [InlineData("", "text/csv, application/x-ndjson;q=0.9")]
    [InlineData("", "no media type, \u007f")]
    public async Task Without_a_wish_it_is_CSV(string query, string accept)
    {
        var (tenant, _) = await StoryAsync();

        using var opened = await tenant.Api.OpenAsync($"/v1/usage/export?{Range}&{query}", accept);

        Assert.Equal("text/csv", opened.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Nothing_used_is_a_file_without_rows()
    {
        var api = (await stack.CreateTenantAsync()).Api;

        Assert.Single(CsvText.Parse((await api.GetAsync("/v1/usage/export")).Expect(HttpStatusCode.OK).Body));
        Assert.Single(CsvText.Parse((await api.GetAsync("/v1/usage/export?from=9999-12-31T23:59:59Z")).Expect(HttpStatusCode.OK).Body));
        Assert.Single(CsvText.Parse((await api.GetAsync("/v1/usage/export?from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z")).Expect(HttpStatusCode.OK).Body));
        Assert.Empty((await api.GetAsync("/v1/usage/export?mode=test&format=ndjson")).Expect(HttpStatusCode.OK).Body);
    }

    [Theory]
    [InlineData("format=xlsx", "?format")]
    [InlineData("mode=both", "?mode")]
    [InlineData("from=yesterday", "?from")]
    [InlineData("to=2026-13-01T00:00:00Z", "?to")]
    [InlineData("from=2026-11-02T00:00:00Z&to=2026-11-02T00:00:00Z", "?from")]
    [InlineData("from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z", "?from")]
    [InlineData("limit=10", "?limit")]
    [InlineData("format=x&mode=x&from=x&to=x&x=x", "?format", "?mode", "?from", "?to", "?x")]
    public async Task A_parameter_that_is_wrong_is_named(string query, params string[] pointers)
    {
        var api = (await stack.CreateTenantAsync()).Api;

        (await api.GetAsync($"/v1/usage/export?{query}")).ExpectInvalid(pointers);
    }

    /// <summary>In the hour ann for half a minute of her minute and a half, whose name is a formula; bob from its first minute on, who is there still; and a recorder.</summary>
    private async Task<(TestTenant Tenant, RoomLife Room)> StoryAsync()
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", HourMs - 120_000);
        var ann = Connection.At(HourMs - 60_000, "ann") with { Name = Formula };
        await stack.SendAllAsync(
            LiveKitWebhooks.ParticipantJoined(room, ann),
            LiveKitWebhooks.ParticipantJoined(room, Connection.At(HourMs + 60_000, "bob")),
            LiveKitWebhooks.ParticipantLeft(room, Connection.At(HourMs + 60_000, "recorder", "EGRESS"), HourMs + 90_000),
            LiveKitWebhooks.ParticipantLeft(room, ann, HourMs + 30_000));
        return (tenant, room);
    }

    private static string At(long unixMs) => Instant(unixMs, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    private static string Compact(long unixMs) => Instant(unixMs, "yyyyMMdd'T'HHmmss.fff'Z'");

    private static string Instant(long unixMs, string format) =>
        DateTimeOffset.FromUnixTimeMilliseconds(unixMs).ToString(format, CultureInfo.InvariantCulture);
}
