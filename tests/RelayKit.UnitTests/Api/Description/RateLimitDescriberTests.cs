using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.Api.Description;

/// <summary>What the OpenAPI document says of limits.</summary>
public sealed class RateLimitDescriberTests
{
    [Fact]
    public async Task Every_answer_of_a_tenants_route_has_the_fields_and_every_refusal_says_when_to_come_again()
    {
        var operations = await OperationsAsync();

        Assert.Contains(operations, static operation => AsksFor(operation, "api_key"));
        Assert.All(operations, operation =>
        {
            var responses = operation["responses"]!.AsObject();
            Assert.Contains("rate_limited", responses["429"]!["x-problem-codes"]!.AsArray().Select(code => code!.GetValue<string>()));
            Assert.Equal(["RateLimit-Policy", "RateLimit", "Retry-After"], HeadersOf(responses["429"]!));
            Assert.All(
                responses.Where(_ => AsksFor(operation, "api_key")),
                response => Assert.Superset(new HashSet<string> { "RateLimit-Policy", "RateLimit" }, HeadersOf(response.Value!).ToHashSet()));
        });
    }

    [Theory]
    [InlineData("listRooms", "Costs 1 point of the limit `api`.")]
    [InlineData("createRoom", "Costs 3 points of the limit `api`.")]
    [InlineData("exportUsage", "Costs 10 points of the limit `api`.")]
    [InlineData("mintTokens", "Each token takes a point of the limit `mint`.")]
    public async Task An_operation_says_what_it_costs(string id, string cost)
    {
        var operation = (await OperationsAsync()).Single(found => found["operationId"]!.GetValue<string>() == id);

        Assert.EndsWith(cost, operation["description"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static async Task<List<JsonNode>> OperationsAsync() =>
        [.. (await ApiDocument.GetAsync()).Root["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => operation.Value!))];

    private static bool AsksFor(JsonNode operation, string scheme) => operation["security"]?.AsArray().Any(asked => asked!.AsObject().ContainsKey(scheme)) == true;

    private static IEnumerable<string> HeadersOf(JsonNode response) => response["headers"]!.AsObject().Select(header => header.Key).Where(name => name != "Idempotent-Replayed");
}
