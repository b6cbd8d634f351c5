using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Web;

namespace RelayKit.UnitTests.Client.Reference;

/// <summary>
/// The client against docs/openapi.json: every operation that a tenant's key may call has a method; that sends what is described and nothing else, all of
/// it if asked; and it knows every field of the answers.
/// </summary>
public sealed class EveryOperationTests
{
    public static TheoryData<string> Routes => [.. ApiFile.TenantOperations.Keys];

    [Fact]
    public void Every_operation_has_a_method() => Assert.Empty(ApiFile.TenantOperations
        .Where(operation => !ClientCalls.ByRoute.Keys.Any(route => SameRoute(route, operation.Key)))
        .Select(operation => $"{operation.Value["operationId"]} ({operation.Key})"));

    [Fact]
    public void The_description_was_found() => Assert.True(ApiFile.TenantOperations.Count >= 30);

    [Theory]
    [MemberData(nameof(Routes))]
    public void Every_field_of_the_answers_is_in_the_clients_shapes(string route)
    {
        var shapes = CallsOf(route).Select(call => call.Answer).OfType<Type>().Distinct().ToList();

        foreach (var (_, schema) in ApiFile.Answers(ApiFile.TenantOperations[route]))
        {
            Assert.NotEmpty(shapes);
            var closest = shapes.Select(shape => ModelCoverage.Missing(schema, shape).ToList()).MinBy(missing => missing.Count)!;
            Assert.True(closest.Count == 0, $"{route}: the client's shapes lack {string.Join(", ", closest)}");
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Each_method_sends_what_is_described_and_reads_the_answer(string route)
    {
        var operation = ApiFile.TenantOperations[route];
        var sent = new List<SentRequest>();
        foreach (var call in CallsOf(route))
        {
            using var client = new ClientUnderTest();
            var pages = ApiFile.Parameters(operation, "query").Contains("cursor");
            Answer(client.Server, operation, call.Answer, isLastPage: !pages);
            Answer(client.Server, operation, call.Answer, isLastPage: true);
            await client.FinishAsync(call.Call);
            sent.AddRange(client.Server.Requests);
        }

        Assert.All(sent, request => Assert.Matches(Pattern(route), $"{request.Method} {request.PathAndQuery.Split('?')[0]}"));
        var queries = sent.SelectMany(request => HttpUtility.ParseQueryString(new Uri("http://x" + request.PathAndQuery).Query).AllKeys).Distinct();
        Assert.Equal(ApiFile.Parameters(operation, "query").Order(), queries.Order());
        Assert.All(ApiFile.Parameters(operation, "header"), header => Assert.Contains(sent, request => request[header] is not null));
        Assert.All(sent, request => Assert.StartsWith("Bearer ", request["Authorization"], StringComparison.Ordinal));
        var body = ApiFile.Body(operation);
        Assert.All(sent, request => Assert.Equal(body is null, request.Body is null));
        if (body is not null)
        {
            Assert.All(sent, request => Assert.Empty(ModelCoverage.Unsent(body, JsonNode.Parse(request.Body!))));
            Assert.All(sent, request => Assert.Equal("application/json", request["Content-Type"]));
        }
    }

    private static ClientCall[] CallsOf(string route) =>
        ClientCalls.ByRoute.SingleOrDefault(calls => SameRoute(calls.Key, route)).Value ?? throw new InvalidOperationException($"There is no line for {route} in {nameof(ClientCalls)}.");

    /// <summary>What a parameter of the path is called makes no difference.</summary>
    private static bool SameRoute(string one, string other) => Unnamed(one) == Unnamed(other);

    private static string Unnamed(string route) => Regex.Replace(route, "{[^}]*}", "{}");

    private static Regex Pattern(string route) => new($"^{Regex.Replace(route, "{[^}]*}", "[^/]+")}$");

    private static void Answer(ScriptedServer server, JsonObject operation, Type? shape, bool isLastPage)
    {
        if (shape is null)
        {
            server.ThenNothing();
            return;
        }

        var (mediaType, schema) = ApiFile.Answers(operation).MinBy(answer => ModelCoverage.Missing(answer.Schema, shape).Count());
        var json = ApiFile.Sample(schema, isLastPage)!.ToJsonString();
        if (mediaType == "text/event-stream")
        {
            server.ThenEvents(new PlayedBody($"id: 1\nevent: usage\ndata: {json}\n\n", BodyEnd.Whole));
        }
        else
        {
            server.Then(ScriptedServer.Answer(HttpStatusCode.OK, json, mediaType));
        }
    }
}
