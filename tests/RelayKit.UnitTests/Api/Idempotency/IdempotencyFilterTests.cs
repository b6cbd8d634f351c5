using Microsoft.AspNetCore.Http;
using RelayKit.Idempotency;

namespace RelayKit.UnitTests.Api.Idempotency;

/// <summary>What callers see of idempotency keys, over HTTP, with the database played.</summary>
public sealed class IdempotencyFilterTests : IAsyncLifetime
{
    private IdempotentApi _api = null!;

    public async Task InitializeAsync() => _api = await IdempotentApi.StartAsync();

    public Task DisposeAsync() => _api.DisposeAsync().AsTask();

    [Fact]
    public async Task A_repetition_gets_the_same_answer_and_nothing_runs_again()
    {
        _api.Handler = (context, run) =>
        {
            context.Response.Headers.Location = "/v1/things/one";
            return Task.FromResult(IdempotentApi.Created(run));
        };

        var first = await _api.PostAsync("k");
        var again = await _api.PostAsync("k");
        var quoted = await _api.PostAsync("\"k\"");

        Assert.Equal(new Answered(201, """{"run":1}""", "application/json; charset=utf-8", "/v1/things/one", false, null), first);
        Assert.Equal(first with { IsReplay = true }, again);
        Assert.Equal(again, quoted);
        Assert.Equal(1, _api.Runs);
    }

    [Fact]
    public async Task Without_the_header_each_request_runs_and_nothing_is_kept()
    {
        Assert.Equal("""{"run":1}""", (await _api.PostAsync(null)).Body);
        Assert.Equal("""{"run":2}""", (await _api.PostAsync(null)).Body);
        Assert.Empty(_api.Store.Rows);
    }

    [Fact]
    public async Task Another_body_or_query_under_the_key_is_refused()
    {
        await _api.PostAsync("k");

        var body = await _api.PostAsync("k", """{"a":1}""");
        var query = await _api.PostAsync("k", path: "/v1/things/one?dry_run=true");

        Assert.Equal((422, "idempotency_key_reused"), (body.Status, body.Code));
        Assert.Equal((422, "idempotency_key_reused"), (query.Status, query.Code));
        Assert.Equal(1, _api.Runs);
    }

    [Theory]
    [InlineData("other", "/v1/things/one", "rk_1")]
    [InlineData("k", "/v1/things/two", "rk_1")]
    [InlineData("k", "/v1/others/one", "rk_1")]
    [InlineData("k", "/v1/things/one", "rk_2")]
    [InlineData("k", "/v1/things/one", "rk_3")]
    public async Task Another_key_path_tenant_or_credential_is_another_request(string key, string path, string bearer)
    {
        await _api.PostAsync("k");

        var other = await _api.PostAsync(key, path: path, bearer: bearer);

        Assert.Equal((201, """{"run":2}"""), (other.Status, other.Body));
    }

    [Theory]
    [InlineData("/v1/Things/one")]
    [InlineData("/v1/things/one/")]
    [InlineData("/v1/things/%6Fne")]
    public async Task However_a_path_is_spelled_it_is_the_same_request(string path)
    {
        await _api.PostAsync("k");

        Assert.True((await _api.PostAsync("k", path: path)).IsReplay);
    }

    [Fact]
    public async Task Other_methods_take_no_notice_of_the_header()
    {
        Assert.Equal("""{"run":1}""", (await _api.PostAsync("k", method: "PATCH")).Body);
        Assert.Equal("""{"run":2}""", (await _api.PostAsync("k", method: "PATCH")).Body);
        Assert.Equal(201, (await _api.PostAsync("", method: "PATCH")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"half")]
    [InlineData("a\tb")]
    public async Task A_header_that_is_no_key_is_named(string key)
    {
        var refused = await _api.PostAsync(key);

        Assert.Equal((400, "invalid_request"), (refused.Status, refused.Code));
        Assert.Contains("\"pointer\":\"Idempotency-Key\"", refused.Body, StringComparison.Ordinal);
        Assert.Equal(0, _api.Runs);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_as_ever_and_takes_no_key()
    {
        var refused = await _api.PostAsync("k", new string(' ', (512 * 1024) + 1));

        Assert.Equal((413, "body_too_large"), (refused.Status, refused.Code));
        Assert.Empty(_api.Store.Rows);
    }

    [Theory]
    [InlineData(201, 1)]
    [InlineData(204, 1)]
    [InlineData(404, 1)]
    [InlineData(409, 1)]
    [InlineData(400, 2)]
    [InlineData(422, 2)]
    [InlineData(429, 2)]
    [InlineData(500, 2)]
    [InlineData(503, 2)]
    public async Task Decisions_are_given_again_and_all_else_is_tried_again(int status, int runs)
    {
        _api.Handler = (_, run) => Task.FromResult(status == 204
            ? Results.NoContent()
            : Results.Text($"run {run}", "text/plain", statusCode: status));

        var first = await _api.PostAsync("k");
        var again = await _api.PostAsync("k");

        Assert.Equal((status, status, runs), (first.Status, again.Status, _api.Runs));
        Assert.Equal(runs == 1, again.IsReplay);
        Assert.Equal(runs == 1, first.Body == again.Body);
    }

    [Fact]
    public async Task A_request_that_was_refused_may_be_mended_under_its_key_and_one_that_met_a_fault_may_not()
    {
        _api.Handler = (_, run) => Task.FromResult(Results.Text("", statusCode: run == 1 ? 400 : 503));

        Assert.Equal(400, (await _api.PostAsync("k", "{}")).Status);
        Assert.Equal(503, (await _api.PostAsync("k", """{"mended":1}""")).Status);
        Assert.Equal(422, (await _api.PostAsync("k", """{"mended":2}""")).Status);
        Assert.Equal(503, (await _api.PostAsync("k", """{"mended":1}""")).Status);
    }

    [Fact]
    public async Task For_24_hours_and_no_longer()
    {
        await _api.PostAsync("k");

        _api.Time.Advance(StoredKey.Lifetime - TimeSpan.FromMilliseconds(1));
        Assert.Equal("""{"run":1}""", (await _api.PostAsync("k")).Body);
        Assert.Equal(422, (await _api.PostAsync("k", "[]")).Status);
        _api.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(new Answered(201, """{"run":2}""", "application/json; charset=utf-8", null, false, null), await _api.PostAsync("k", "[]"));
        Assert.True((await _api.PostAsync("k", "[]")).IsReplay);
    }
}
