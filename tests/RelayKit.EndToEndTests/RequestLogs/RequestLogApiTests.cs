using System.Net;
using System.Text;
using System.Text.Json;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.RequestLogs;

/// <summary>A row for each request, with the right figures, and ways to find it.</summary>
[Collection(SharedStackTests.Name)]
public sealed class RequestLogApiTests(StackFixture stack) : IAsyncLifetime
{
    private TestTenant _tenant = null!;

    public async Task InitializeAsync() => _tenant = await stack.CreateTenantAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Each_request_has_a_row_that_says_what_it_was_and_what_came_of_it()
    {
        var created = (await SendAsync(HttpMethod.Post, "/v1/rooms", """{"name":"canary-room","metadata":"canary-body"}""")).Expect(HttpStatusCode.Created);
        var missed = (await SendAsync(HttpMethod.Get, "/v1/rooms/canary-nowhere")).Expect(HttpStatusCode.NotFound);
        var wrong = (await SendAsync(HttpMethod.Get, "/v1/rooms?canary=query")).Expect(HttpStatusCode.BadRequest);

        var rows = await LoggedAsync(3);

        Assert.Equal([wrong.Headers["Request-Id"], missed.Headers["Request-Id"], created.Headers["Request-Id"]], rows.Select(static row => row.GetProperty("id").GetString()));
        Assert.Equal(
            ["GET /v1/rooms 400 invalid_request", "GET /v1/rooms/{room} 404 room_not_found", "POST /v1/rooms 201 "],
            rows.Select(static row => $"{Text(row, "method")} {Text(row, "route")} {row.GetProperty("status")} {Text(row, "code")}"));
        foreach (var row in rows)
        {
            Assert.Equal(("live", "127.0.0.1", "agent/1 (of the tests)"), (Text(row, "mode"), Text(row, "ip"), Text(row, "user_agent")));
            Assert.StartsWith("key_", Text(row, "key_id"), StringComparison.Ordinal);
            Assert.Equal(JsonValueKind.Null, row.GetProperty("account_id").ValueKind);
            Assert.InRange(row.GetProperty("duration_ms").GetDouble(), 0.001, 60_000);
            Assert.InRange(row.GetProperty("created_at").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(1));
            Assert.DoesNotContain("canary", row.GetRawText(), StringComparison.Ordinal);
        }

        Assert.Equal(
            """{"name":"canary-room","metadata":"canary-body"}""".Length, rows[2].GetProperty("request_bytes").GetInt64());
        Assert.Equal(
            rows[1].GetRawText(),
            (await _tenant.Api.GetAsync($"/v1/request-logs/{missed.Headers["Request-Id"]}")).Expect(HttpStatusCode.OK).Body);
    }

    [Fact]
    public async Task Filters_and_pages_give_what_they_say()
    {
        var test = await _tenant.CreateTestModeClientAsync();
        await test.GetAsync("/v1/rooms");
        for (var i = 0; i < 4; i++)
        {
            await _tenant.Api.GetAsync("/v1/rooms/nowhere");
            await _tenant.Api.PostAsync("/v1/rooms", new { name = $"room-{i}" });
        }

        var all = await LoggedAsync(9);
        Assert.Equal("test", Text(all[8], "mode"));
        var key = Text(all[8], "key_id");
        var third = all[6];

        foreach (var (query, expected) in new (string, IEnumerable<JsonElement>)[]
        {
            ("status=404", all.Where(static row => row.GetProperty("status").GetInt32() == 404)),
            ("status=2xx", all.Where(static row => row.GetProperty("status").GetInt32() / 100 == 2)),
            ("code=room_not_found", all.Where(static row => Text(row, "code") == "room_not_found")),
            ("method=POST", all.Where(static row => Text(row, "method") == "POST")),
            ("route=%2Fv1%2Frooms%2F%7Broom%7D", all.Where(static row => Text(row, "route") == "/v1/rooms/{room}")),
            ($"key_id={key}", [all[8]]),
            ("ip=127.0.0.1&method=POST&status=201", all.Where(static row => Text(row, "method") == "POST")),
            ("ip=203.0.113.7", []),
            ($"id={Text(third, "id")}", [third]),
            ($"to={Text(third, "created_at")}&method=POST", all.Skip(7).Where(static row => Text(row, "method") == "POST")),
        })
        {
            // Requests that look at the log are in it, too.
            var found = (await _tenant.Api.GetAsync($"/v1/request-logs?limit=100&{query}")).Expect(HttpStatusCode.OK).Data.Where(NotAboutTheLog);
            Assert.Equal(expected.Select(static row => Text(row, "id")), found.Select(static row => Text(row, "id")));
        }

        var seen = new List<string>();
        var path = "/v1/request-logs?limit=2&method=POST";
        for (var cursor = ""; cursor is not null;)
        {
            var page = (await _tenant.Api.GetAsync(cursor.Length > 0 ? $"{path}&cursor={cursor}" : path)).Expect(HttpStatusCode.OK);
            seen.AddRange(page.Data.Select(static row => Text(row, "id")));
            cursor = page["next_cursor"].GetString();
        }

        Assert.Equal(all.Where(static row => Text(row, "method") == "POST").Select(static row => Text(row, "id")), seen);
    }

    [Theory]
    [InlineData("status=6xx", "?status")]
    [InlineData("status=1000", "?status")]
    [InlineData("method=BREW", "?method")]
    [InlineData("code=nothing", "?code")]
    [InlineData("key_id=1", "?key_id")]
    [InlineData("ip=nowhere", "?ip")]
    [InlineData("id=ses_01arz3ndektsv4rrffq69g5fav", "?id")]
    [InlineData("route=rooms", "?route")]
    [InlineData("from=yesterday", "?from")]
    [InlineData("cursor=1", "?cursor")]
    [InlineData("colour=red", "?colour")]
    public async Task A_filter_that_makes_no_sense_is_named(string query, string field) =>
        (await _tenant.Api.GetAsync($"/v1/request-logs?{query}")).ExpectInvalid(field);

    [Fact]
    public async Task A_cursor_that_nobody_gave_is_no_fault() =>
        Assert.Empty((await _tenant.Api.GetAsync("/v1/request-logs?cursor=req_00000000000000000000000000")).Expect(HttpStatusCode.OK).Data);

    [Fact]
    public async Task A_neighbours_requests_do_not_exist()
    {
        var id = (await _tenant.Api.GetAsync("/v1/rooms")).Headers["Request-Id"];
        await LoggedAsync(1);
        var neighbour = await stack.CreateTenantAsync();

        (await neighbour.Api.GetAsync($"/v1/request-logs/{id}")).Expect(HttpStatusCode.NotFound, "request_log_not_found");
        Assert.Empty((await neighbour.Api.GetAsync($"/v1/request-logs?id={id}")).Expect(HttpStatusCode.OK).Data);
        Assert.DoesNotContain((await neighbour.Api.GetAsync("/v1/request-logs?limit=100")).Data, row => Text(row, "id") == id);
    }

    [Fact]
    public async Task Requests_without_a_good_key_are_no_tenants()
    {
        var id = (await stack.Anonymous.GetAsync("/v1/rooms")).Expect(HttpStatusCode.Unauthorized).Headers["Request-Id"];
        await _tenant.Api.GetAsync("/v1/rooms");
        await LoggedAsync(1);

        Assert.Equal(0L, await stack.Database.ScalarAsync<long>("select count(*) from request_logs where request_id = $1", PublicIds.Decode(id)));
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString() ?? "";

    private static bool NotAboutTheLog(JsonElement row) => !Text(row, "route").StartsWith("/v1/request-logs", StringComparison.Ordinal);

    /// <summary>The rows of all requests but those that look at the log, newest first, once they are as many.</summary>
    private async Task<JsonElement[]> LoggedAsync(int count)
    {
        JsonElement[] rows = [];
        await Eventually.HoldsAsync(
            async () => (rows = [.. (await _tenant.Api.GetAsync("/v1/request-logs?limit=100")).Expect(HttpStatusCode.OK).Data.Where(NotAboutTheLog)]).Length >= count,
            "the requests are in the log");
        Assert.Equal(count, rows.Length);
        return rows;
    }

    private Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? body = null)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("User-Agent", "agent/1 (of the tests)");
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return _tenant.Api.SendAsync(request);
    }
}
