using System.Net;
using System.Security.Authentication;
using RelayKit.Client;

namespace RelayKit.UnitTests.Client.Http;

/// <summary>What is tried again, what is not, and when.</summary>
public sealed class RetryTests
{
    private const string Room = """{"name":"standup","status":"idle"}""";

    private static readonly Dictionary<string, Func<RelayKitClient, CancellationToken, Task>> Calls = new()
    {
        ["GET"] = (api, cancellation) => api.Rooms.GetAsync("standup", cancellation),
        ["POST"] = (api, cancellation) => api.Rooms.CreateAsync(new CreateRoom { Name = "standup" }, cancellation: cancellation),
        ["PATCH"] = (api, cancellation) => api.Rooms.UpdateAsync("standup", new UpdateRoom { MaxParticipants = 2 }, cancellation),
        ["PATCH if"] = (api, cancellation) => api.Tenant.UpdateAsync(new UpdateTenant { Budget = null }, "\"3\"", cancellation),
        ["PUT"] = (api, cancellation) => api.Roles.SetAsync("speaker", new Grants(), cancellation),
        ["DELETE"] = (api, cancellation) => api.Rooms.DeleteAsync("standup", cancellation: cancellation),
    };

    [Theory]
    [InlineData("GET", 408, "timeout", true)]
    [InlineData("GET", 429, "rate_limited", true)]
    [InlineData("GET", 502, "bad", true)]
    [InlineData("GET", 503, "temporarily_unavailable", true)]
    [InlineData("GET", 504, "livekit_timeout", true)]
    [InlineData("POST", 409, "idempotency_key_in_use", true)]
    [InlineData("POST", 429, "rate_limited", true)]
    [InlineData("POST", 503, "temporarily_unavailable", true)]
    [InlineData("PUT", 503, "temporarily_unavailable", true)]
    [InlineData("DELETE", 503, "temporarily_unavailable", true)]
    [InlineData("PATCH", 503, "temporarily_unavailable", true)]
    [InlineData("PATCH if", 429, "rate_limited", true)]
    [InlineData("PATCH if", 503, "temporarily_unavailable", false)]
    [InlineData("POST", 504, "livekit_timeout", false)]
    [InlineData("POST", 409, "room_full", false)]
    [InlineData("GET", 429, "too_many_streams", false)]
    [InlineData("GET", 502, "livekit_refused", false)]
    [InlineData("GET", 503, "livekit_cluster_gone", false)]
    [InlineData("GET", 400, "invalid_request", false)]
    [InlineData("GET", 401, "invalid_api_key", false)]
    [InlineData("GET", 403, "tenant_suspended", false)]
    [InlineData("GET", 404, "room_not_found", false)]
    [InlineData("PATCH if", 412, "settings_changed", false)]
    [InlineData("POST", 422, "idempotency_key_reused", false)]
    [InlineData("GET", 500, "internal_error", false)]
    [InlineData("POST", 501, "not_supported_by_livekit", false)]
    public async Task A_refusal_is_repeated_only_where_it_may_pass_and_does_no_harm(string call, int status, string code, bool repeated)
    {
        using var client = new ClientUnderTest();
        client.Server.ThenProblem(status, code);
        if (repeated)
        {
            client.Server.ThenJson(Room);
            await client.FinishAsync(Calls[call]);
        }
        else
        {
            var refused = await client.FailAsync(Calls[call]);
            Assert.Equal((code, (HttpStatusCode)status, 1), (refused.Code, refused.Status, refused.Attempts));
        }

        Assert.Equal(repeated ? 2 : 1, client.Server.Requests.Count);
    }

    [Theory]
    [InlineData("GET", true)]
    [InlineData("POST", true)]
    [InlineData("PUT", true)]
    [InlineData("DELETE", true)]
    [InlineData("PATCH", true)]
    [InlineData("PATCH if", false)]
    public async Task A_lost_answer_is_asked_for_again_unless_that_would_be_refused(string call, bool repeated)
    {
        using var client = new ClientUnderTest();
        client.Server.ThenFails(new HttpRequestException(HttpRequestError.ResponseEnded, "reset"));
        if (!repeated)
        {
            Assert.Equal(ErrorCodes.ConnectionFailed, (await client.FailAsync(Calls[call])).Code);
            return;
        }

        client.Server.ThenJson(Room);
        await client.FinishAsync(Calls[call]);
        Assert.Equal(2, client.Server.Requests.Count);
    }

    [Fact]
    public async Task What_was_never_sent_is_sent_again_in_any_case()
    {
        using var client = new ClientUnderTest();
        client.Server.ThenFails(new HttpRequestException(HttpRequestError.ConnectionError, "refused")).ThenJson("{}");

        await client.FinishAsync(Calls["PATCH if"]);

        Assert.Equal(2, client.Server.Requests.Count);
    }

    [Fact]
    public async Task A_wrong_certificate_is_told_at_once()
    {
        using var client = new ClientUnderTest();
        client.Server.ThenFails(new HttpRequestException(HttpRequestError.SecureConnectionError, "TLS", new AuthenticationException("not trusted")));

        Assert.Equal(ErrorCodes.ConnectionFailed, (await client.FailAsync(Calls["GET"])).Code);
    }

    [Fact]
    public async Task Repetitions_of_a_POST_are_one_request_by_key_and_bytes()
    {
        using var client = new ClientUnderTest();
        client.Server.ThenProblem(503, "temporarily_unavailable").ThenFails(new IOException("reset")).ThenJson(Room).ThenJson(Room);

        await client.FinishAsync(Calls["POST"]);
        await client.FinishAsync(Calls["POST"]);

        var keys = client.Server.Requests.Select(request => request["Idempotency-Key"]!).ToList();
        Assert.Single(keys.Take(3).Distinct());
        Assert.NotEqual(keys[2], keys[3]);
        Assert.All(keys, key => Assert.InRange(key.Length, 16, 255));
        Assert.Single(client.Server.Requests.Take(3).Select(request => request.Body).Distinct());
    }

    [Fact]
    public async Task The_callers_own_idempotency_key_is_sent_as_it_is()
    {
        using var client = new ClientUnderTest();
        client.Server.ThenProblem(429, "rate_limited").ThenJson(Room);

        await client.FinishAsync((api, cancellation) => api.Rooms.CreateAsync(new CreateRoom { Name = "standup" }, "order-42", cancellation));

        Assert.Equal(["order-42", "order-42"], client.Server.Requests.Select(request => request["Idempotency-Key"]));
        await Assert.ThrowsAsync<ArgumentException>(() => client.Api.Rooms.CreateAsync(new CreateRoom { Name = "standup" }, "two\r\nlines", client.Patience));
    }

    [Fact]
    public async Task Only_a_POST_has_an_idempotency_key()
    {
        using var client = new ClientUnderTest();
        client.Server.ThenJson(Room).ThenJson(Room).ThenJson(Room);

        await client.FinishAsync(Calls["GET"]);
        await client.FinishAsync(Calls["PATCH"]);
        await client.FinishAsync(Calls["DELETE"]);

        Assert.All(client.Server.Requests, request => Assert.Null(request["Idempotency-Key"]));
    }

    [Fact]
    public async Task So_many_repetitions_are_made_and_no_more()
    {
        using var client = new ClientUnderTest(maxRetries: 2);
        client.Server.ThenProblem(503, "temporarily_unavailable").ThenProblem(503, "temporarily_unavailable").ThenProblem(503, "temporarily_unavailable");

        Assert.Equal(3, (await client.FailAsync(Calls["GET"])).Attempts);
    }

    [Fact]
    public async Task The_server_says_when_to_come_again()
    {
        using var client = new ClientUnderTest();
        client.Server.ThenProblem(429, "rate_limited", "7")
            .ThenProblem(429, "rate_limited", PlayedTime.Noon.AddSeconds(20).ToString("R"))
            .ThenJson(Room);

        await client.FinishAsync(Calls["GET"]);

        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(13)], client.Pauses);
    }

    [Fact]
    public async Task Nobody_waits_for_what_comes_after_the_deadline()
    {
        using var client = new ClientUnderTest();
        client.Server.ThenProblem(429, "rate_limited", "3600");

        var refused = await client.FailAsync(Calls["GET"]);

        Assert.Equal(TimeSpan.FromHours(1), refused.RetryAfter);
        Assert.Equal(TimeSpan.Zero, client.Time.Elapsed);
    }

    [Fact]
    public async Task An_attempt_without_an_answer_is_given_up_and_repeated()
    {
        using var client = new ClientUnderTest();
        client.Server.ThenSilence().ThenJson(Room);

        await client.FinishAsync(Calls["GET"]);

        Assert.Equal(ClientUnderTest.AttemptTimeout + client.Options.MinPause, client.Time.Elapsed);
    }

    [Fact]
    public async Task All_attempts_together_take_no_longer_than_the_deadline()
    {
        using var client = new ClientUnderTest(maxRetries: 100);
        client.Server.ThenSilence().ThenSilence().ThenSilence().ThenSilence();

        var late = await client.FailAsync(Calls["POST"]);

        Assert.Equal((ErrorCodes.TimedOut, null, 4), (late.Code, late.Status, late.Attempts));
        Assert.Equal(ClientUnderTest.Deadline, client.Time.Elapsed);
    }

    [Fact]
    public async Task A_body_that_is_silent_counts_as_no_answer()
    {
        using var client = new ClientUnderTest(maxRetries: 0);
        client.Server.Then(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new PlayedBody("{\"name\":", BodyEnd.Silent)) });

        Assert.Equal(ErrorCodes.TimedOut, (await client.FailAsync(Calls["GET"])).Code);
    }

    [Fact]
    public async Task Who_gives_up_is_told_by_its_own_token()
    {
        using var client = new ClientUnderTest();
        using var mine = new CancellationTokenSource();
        client.Server.ThenProblem(503, "temporarily_unavailable");

        var call = client.Api.Rooms.GetAsync("standup", mine.Token);
        await mine.CancelAsync();

        Assert.Equal(mine.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call)).CancellationToken);

        client.Server.ThenSilence();
        using var again = new CancellationTokenSource();
        var silent = client.Api.Rooms.GetAsync("standup", again.Token);
        await again.CancelAsync();
        Assert.Equal(again.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => silent)).CancellationToken);
    }

    [Fact]
    public async Task What_a_lost_attempt_has_deleted_is_deleted()
    {
        using var client = new ClientUnderTest();
        client.Server.ThenFails(new IOException("reset")).ThenProblem(404, "ban_not_found");
        await client.FinishAsync((api, cancellation) => api.Participants.LiftBanAsync("standup", "bob", cancellation));

        client.Server.ThenProblem(503, "temporarily_unavailable").ThenProblem(404, "room_not_found");
        Assert.Null(await client.FinishAsync((api, cancellation) => api.Rooms.DeleteAsync("standup", cancellation: cancellation)));

        // Not so where the first attempt was surely not carried out.
        client.Server.ThenProblem(429, "rate_limited").ThenProblem(404, "ban_not_found");
        Assert.Equal("ban_not_found", (await client.FailAsync((api, cancellation) => api.Participants.LiftBanAsync("standup", "bob", cancellation))).Code);
    }

    [Fact]
    public async Task What_nobody_foresaw_fails_the_test()
    {
        using var client = new ClientUnderTest();

        await Assert.ThrowsAsync<UnforeseenRequestException>(() => client.FinishAsync(Calls["GET"]));
    }
}
