using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;

namespace RelayKit.UnitTests.Api.Description;

/// <summary>The OpenAPI document is whole, and what lies in docs/ is what the code says.</summary>
public sealed class ApiDescriptionTests
{
    private const string Rewrite = "RELAYKIT_WRITE_DOCS";

    [Fact]
    public async Task Every_route_of_version_1_is_described()
    {
        var document = await ApiDocument.GetAsync();

        var undescribed = document.Routes
            .Where(route => route.RoutePattern.RawText!.TrimStart('/').StartsWith("v1/", StringComparison.Ordinal))
            .Where(route => route.Metadata.GetMetadata<RouteDoc>() is null)
            .Select(route => $"{string.Join(' ', route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])} {route.RoutePattern.RawText}");
        Assert.Empty(undescribed);
        Assert.NotEmpty(Operations(document));
    }

    [Fact]
    public async Task Every_POST_takes_an_idempotency_key_and_no_other_method_does()
    {
        var document = await ApiDocument.GetAsync();

        Assert.All(document.Routes.Where(route => route.Metadata.GetMetadata<RouteDoc>() is not null), route => Assert.Equal(
            route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Contains("POST"),
            route.Metadata.GetMetadata<TakesIdempotencyKey>() is not null));
        Assert.All(Operations(document), operation => Assert.Equal(
            operation.Key.StartsWith("POST", StringComparison.Ordinal),
            operation.Value["parameters"]?.AsArray().Any(parameter => parameter!["name"]!.GetValue<string>() == "Idempotency-Key") ?? false));
    }

    [Fact]
    public async Task Every_operation_has_an_id_of_its_own_and_words()
    {
        var operations = Operations(await ApiDocument.GetAsync()).Select(operation => operation.Value).ToList();

        Assert.Equal(operations.Count, operations.Select(operation => operation["operationId"]!.GetValue<string>()).Distinct().Count());
        Assert.All(operations, operation =>
        {
            Assert.NotEmpty(operation["summary"]!.GetValue<string>());
            Assert.NotEmpty(operation["description"]!.GetValue<string>());
        });
    }

    [Fact]
    public async Task Every_body_has_an_example()
    {
        var bodies = Operations(await ApiDocument.GetAsync()).Where(operation => operation.Value["requestBody"] is not null);

        Assert.All(bodies, body => Assert.NotNull(body.Value["requestBody"]!["content"]!["application/json"]?["example"]));
    }

    [Fact]
    public async Task Every_field_and_parameter_is_explained()
    {
        var document = await ApiDocument.GetAsync();

        var silent = Operations(document)
            .SelectMany(operation => (operation.Value["parameters"]?.AsArray() ?? []).Select(parameter => (operation.Key, Parameter: parameter!)))
            .Where(found => found.Parameter["description"] is null)
            .Select(found => $"{found.Key} {found.Parameter["name"]}")
            .Concat(document.Root["components"]!["schemas"]!.AsObject().SelectMany(schema =>
                (schema.Value!["properties"]?.AsObject() ?? []).Where(field => !IsExplained(field.Value!)).Select(field => $"{schema.Key}.{field.Key}")));
        Assert.Empty(silent);
    }

    [Fact]
    public async Task Codes_and_statuses_are_those_of_the_table()
    {
        var responses = Operations(await ApiDocument.GetAsync())
            .SelectMany(operation => operation.Value["responses"]!.AsObject())
            .Where(response => response.Value![OperationDescriber.CodesExtension] is not null);

        Assert.All(responses, response => Assert.All(
            response.Value![OperationDescriber.CodesExtension]!.AsArray(),
            code => Assert.Equal(response.Key, $"{ProblemKinds.ByCode[code!.GetValue<string>()].Status}")));
    }

    [Fact]
    public async Task The_document_in_docs_is_the_one_of_the_code() =>
        await AssertInDocsAsync("openapi.json", (await ApiDocument.GetAsync()).Json);

    [Fact]
    public Task The_error_codes_in_docs_are_those_of_the_code() => AssertInDocsAsync("errors.md", ErrorPage.Markdown());

    private static async Task AssertInDocsAsync(string name, string text)
    {
        var path = Path.Combine(RepositoryRoot(), "docs", name);
        if (Environment.GetEnvironmentVariable(Rewrite) is "1")
        {
            await File.WriteAllTextAsync(path, text);
        }

        Assert.True(File.Exists(path) && await File.ReadAllTextAsync(path) == text, $"docs/{name} is out of date: run the tests with {Rewrite}=1 to write it anew.");
    }

    private static IEnumerable<KeyValuePair<string, JsonNode>> Operations(ApiDocument document) =>
        document.Root["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation =>
            KeyValuePair.Create($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!)));

    private static bool IsExplained(JsonNode field) => field["description"] is not null || field["$ref"] is not null || field["oneOf"] is not null;

    private static string RepositoryRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", ".."));
}
