using System.Net;
using RelayKit.Client;
using ClientMode = RelayKit.Client.Mode;

namespace RelayKit.UnitTests.Client.Usage;

public sealed class UsageCallsTests
{
    [Fact]
    public async Task The_meter_is_followed_over_the_end_of_its_stream()
    {
        using var client = new ClientUnderTest();
        client.Server
            .ThenEvents(new PlayedBody("retry: 1000\n\n" + Reading(1) + "event: other\ndata: {}\n\n" + Reading(2), BodyEnd.Whole))
            .ThenEvents(new PlayedBody(Reading(3), BodyEnd.Silent));

        var readings = await client.TakeAsync(client.Api.Usage.StreamAsync(ClientMode.Test), 3);

        Assert.Equal([1L, 2, 3], readings.Select(reading => reading.ParticipantMs));
        Assert.Equal(["/v1/usage/stream?mode=test", "/v1/usage/stream?mode=test"], client.Server.Requests.Select(request => request.PathAndQuery));
    }

    [Fact]
    public async Task A_series_is_asked_for_as_it_is_wanted()
    {
        using var client = new ClientUnderTest();
        client.Server
            .ThenJson("""{"as_of":"2026-11-26T12:00:00.000Z","data":[{"label":"customer=acme","participant_ms":5}],"next_cursor":"c"}""")
            .ThenJson("""{"as_of":"2026-11-26T12:00:01.000Z","data":[{"label":"customer=bolt","participant_ms":6}],"next_cursor":null}""");

        var points = await client.TakeAsync(client.Api.Usage.SeriesAsync(new UsageSeriesQuery
        {
            From = new DateTimeOffset(2026, 11, 1, 1, 0, 0, TimeSpan.FromHours(1)),
            Granularity = UsageGranularity.Day,
            GroupBy = UsageGrouping.Label,
        }));

        Assert.Equal([("customer=acme", 5L), ("customer=bolt", 6L)], points.Select(point => (point.Label!, point.ParticipantMs)));
        Assert.Equal("/v1/usage/series?from=2026-11-01T00%3A00%3A00.000Z&granularity=day&group_by=label", client.Server.Requests[0].PathAndQuery);
    }

    [Fact]
    public async Task An_export_is_read_row_by_row()
    {
        using var client = new ClientUnderTest();
        client.Server.Then(Export("""{"identity":"ada","counted_ms":5}""" + "\n" + """{"identity":"bob","counted_ms":6}""" + "\n", BodyEnd.Whole));

        var rows = await client.TakeAsync(client.Api.Usage.ExportAsync());

        Assert.Equal([("ada", 5L), ("bob", 6L)], rows.Select(row => (row.Identity, row.CountedMs)));
        Assert.Equal("/v1/usage/export?format=ndjson", client.Server.Requests.Single().PathAndQuery);
    }

    [Theory]
    [InlineData(nameof(BodyEnd.Breaks), ErrorCodes.ConnectionFailed)]
    [InlineData(nameof(BodyEnd.Silent), ErrorCodes.ConnectionFailed)]
    [InlineData(nameof(BodyEnd.Whole), ErrorCodes.UnexpectedAnswer)]
    public async Task An_export_that_breaks_off_is_never_taken_for_whole(string end, string code)
    {
        using var client = new ClientUnderTest();
        client.Server.Then(Export("""{"identity":"ada"}""" + "\n" + """{"identity":"b""", Enum.Parse<BodyEnd>(end)));

        var fault = await Assert.ThrowsAsync<RelayKitException>(() => client.TakeAsync(client.Api.Usage.ExportAsync()));

        Assert.Equal(code, fault.Code);
    }

    [Fact]
    public async Task An_export_can_be_had_as_a_file()
    {
        using var client = new ClientUnderTest();
        var answer = ScriptedServer.Answer(HttpStatusCode.OK, "session_id\r\n", "text/csv");
        answer.Content.Headers.TryAddWithoutValidation("Content-Disposition", "attachment; filename=\"usage.csv\"");
        client.Server.Then(answer);

        using var file = await client.FinishAsync((api, cancellation) => api.Usage.OpenExportAsync(new UsageExportQuery { Mode = ClientMode.Live }, cancellation: cancellation));
        using var reader = new StreamReader(file.Content);

        Assert.Equal(("usage.csv", "text/csv"), (file.FileName, file.MediaType));
        Assert.Equal("session_id\r\n", await client.Time.FinishAsync(reader.ReadToEndAsync(client.Patience)));
        Assert.Equal("/v1/usage/export?mode=live&format=csv", client.Server.Requests.Single().PathAndQuery);
    }

    private static string Reading(long ms) => $$"""
        event: usage
        data: {"mode":"test","participant_ms":{{ms}}}


        """;

    private static HttpResponseMessage Export(string text, BodyEnd end) =>
        new(HttpStatusCode.OK) { Content = new StreamContent(new PlayedBody(text, end)) };
}
