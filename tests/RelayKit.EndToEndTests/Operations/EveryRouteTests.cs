using System.Net;
using RelayKit.EndToEndTests.Reference;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Operations;

/// <summary>What holds for every route; <see cref="ApiAnswer"/> holds each answer to the rules of all answers besides.</summary>
[Collection(SharedStackTests.Name)]
public sealed class EveryRouteTests(StackFixture stack)
{
    private static readonly string[] Methods = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"];

    /// <summary>Every route that asks for an API key, with values in place of its parameters.</summary>
    public static TheoryData<string, string> TenantRoutes
    {
        get
        {
            var routes = new TheoryData<string, string>();
            foreach (var operation in ApiReference.Instance.Operations.Where(static operation => !operation.IsOperators && !operation.IsOfAccounts && !operation.IsAnybodys))
            {
                routes.Add(operation.Method, Fill(operation.Path));
            }

            return routes;
        }
    }

    public static TheoryData<string, string> AllPaths
    {
        get
        {
            var paths = new TheoryData<string, string> { { "/webhooks/livekit", "POST" }, { "/webhooks/resend", "POST" } };
            foreach (var path in ApiReference.Instance.Operations.GroupBy(static operation => operation.Path))
            {
                paths.Add(Fill(path.Key), string.Join(' ', path.Select(static operation => operation.Method)));
            }

            return paths;
        }
    }

    private static string Fill(string path) => path
        .Replace("{session}", "ses_01arz3ndektsv4rrffq69g5fav", StringComparison.Ordinal)
        .Replace("{event}", "evt_01arz3ndektsv4rrffq69g5fav", StringComparison.Ordinal)
        .Replace("{key}", "key_01arz3ndektsv4rrffq69g5fav", StringComparison.Ordinal)
        .Replace("{request}", "req_01arz3ndektsv4rrffq69g5fav", StringComparison.Ordinal)
        .Replace("{tenant}", "ten_01arz3ndektsv4rrffq69g5fav", StringComparison.Ordinal)
        .Replace("{room}", "lobby", StringComparison.Ordinal)
        .Replace("{identity}", "ada", StringComparison.Ordinal)
        .Replace("{role}", "speaker", StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(TenantRoutes))]
    public async Task A_request_without_a_good_key_is_refused(string method, string path)
    {
        var none = await stack.Anonymous.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        var wrong = await stack.Client("rk_live_x").SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        none.Expect(HttpStatusCode.Unauthorized, "missing_api_key");
        wrong.Expect(HttpStatusCode.Unauthorized, "invalid_api_key");
        Assert.StartsWith("Bearer", none.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.StartsWith("Bearer", wrong.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_well_formed_key_that_nobody_was_given_is_refused()
    {
        // The checksum of this one is right, so that it gets as far as the table of keys.
        const string body = "rk_live_0000000000000000000000000000000000000000000";
        var crc = System.IO.Hashing.Crc32.HashToUInt32(System.Text.Encoding.ASCII.GetBytes(body));
        const string alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        var checksum = "";
        for (var i = 0; i < 6; i++, crc /= 62)
        {
            checksum = alphabet[(int)(crc % 62)] + checksum;
        }

        (await stack.Client(body + checksum).GetAsync("/v1/rooms")).Expect(HttpStatusCode.Unauthorized, "invalid_api_key");
    }

    [Theory]
    [MemberData(nameof(AllPaths))]
    public async Task A_method_that_a_route_does_not_take_is_refused(string path, string taken)
    {
        var api = (await stack.CreateTenantAsync()).Api;
        foreach (var method in Methods.Except(taken.Split(' ')))
        {
            var answer = await api.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

            answer.Expect(HttpStatusCode.MethodNotAllowed);
            Assert.Equal(method == "HEAD", answer.Body.Length == 0);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/v1")]
    [InlineData("/v2/rooms")]
    [InlineData("/v1/room")]
    [InlineData("/v1/rooms/lobby/unknown")]
    [InlineData("/v1/operator")]
    [InlineData("/.env")]
    public async Task A_route_that_does_not_exist_is_not_found(string path)
    {
        var api = (await stack.CreateTenantAsync()).Api;
        foreach (var method in Methods)
        {
            var answer = await api.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

            answer.Expect(HttpStatusCode.NotFound);
            Assert.True(method == "HEAD" || answer.Code == "route_not_found");
        }
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/metrics")]
    public async Task Operators_pages_need_no_key(string path) =>
        (await stack.Anonymous.GetAsync(path)).Expect(HttpStatusCode.OK);

    [Fact]
    public async Task Readiness_names_what_it_looked_at()
    {
        var ready = (await stack.Anonymous.GetAsync("/readyz")).Expect(HttpStatusCode.OK);

        Assert.Equal("ok", ready.Text("status"));
        Assert.Equal("ok", ready["checks"].GetProperty("postgres").GetString());
        Assert.Equal("ok", ready["checks"].GetProperty("ledger").GetString());
    }

    [Fact]
    public async Task Every_request_has_an_id_of_its_own()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => stack.Anonymous.GetAsync("/healthz")));

        Assert.Equal(20, answers.Select(answer => answer.Headers["Request-Id"]).Distinct().Count());
    }
}
