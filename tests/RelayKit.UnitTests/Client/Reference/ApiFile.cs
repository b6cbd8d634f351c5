using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.Client.Reference;

/// <summary>docs/openapi.json, as a client's author reads it.</summary>
internal static class ApiFile
{
    private static readonly JsonObject Root = JsonNode.Parse(File.ReadAllText(FilePath()))!.AsObject();

    /// <summary>The operations that a tenant's key may call, by method and path.</summary>
    public static IReadOnlyDictionary<string, JsonObject> TenantOperations { get; } = Root["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Select(operation => (Route: $"{operation.Key.ToUpperInvariant()} {path.Key}", Operation: operation.Value!.AsObject())))
        .Where(found => found.Operation["security"]?.AsArray().Any(scheme => scheme!.AsObject().ContainsKey("api_key")) == true)
        .ToDictionary(found => found.Route, found => found.Operation);

    /// <summary>The names of an operation's parameters of one kind: <c>query</c>, <c>header</c>.</summary>
    public static IEnumerable<string> Parameters(JsonObject operation, string kind) => (operation["parameters"]?.AsArray() ?? [])
        .Where(parameter => (string)parameter!["in"]! == kind)
        .Select(parameter => (string)parameter!["name"]!);

    /// <summary>The schema of an operation's body; null for none.</summary>
    public static JsonNode? Body(JsonObject operation) => operation["requestBody"]?["content"]?["application/json"]?["schema"];

    /// <summary>What an operation may answer when it succeeds: media type and schema, each alternative by itself.</summary>
    public static IEnumerable<(string MediaType, JsonNode Schema)> Answers(JsonObject operation) => operation["responses"]!.AsObject()
        .Where(response => response.Key[0] == '2')
        .SelectMany(response => response.Value!["content"]?.AsObject().AsEnumerable() ?? [])
        .SelectMany(content => Alternatives(content.Value!["schema"]!).Select(schema => (content.Key, schema)));

    /// <summary>A schema without detours: references are followed, and null is left aside.</summary>
    public static JsonNode Plain(JsonNode schema)
    {
        if (schema["$ref"] is { } reference)
        {
            return Plain(Root["components"]!["schemas"]![((string)reference!).Split('/')[^1]]!);
        }

        return schema["oneOf"] is JsonArray choices ? Plain(choices.Single(choice => (string?)(choice!["type"] as JsonValue) != "null")!) : schema;
    }

    /// <summary>The type of a plain schema, null aside.</summary>
    public static string TypeOf(JsonNode schema) => schema["type"] switch
    {
        JsonArray types => types.Select(type => (string)type!).Single(type => type != "null"),
        JsonValue type => (string)type!,
        _ => "any",
    };

    /// <summary>A value of a schema with everything in it.</summary>
    public static JsonNode? Sample(JsonNode schema, bool isLastPage)
    {
        schema = Plain(schema);
        switch (TypeOf(schema))
        {
            case "object":
                var made = new JsonObject();
                foreach (var (name, field) in schema["properties"]?.AsObject().AsEnumerable() ?? [])
                {
                    made[name] = name == "next_cursor" && isLastPage ? null : Sample(field!, isLastPage);
                }

                if (schema["additionalProperties"] is JsonObject values)
                {
                    made["key"] = Sample(values, isLastPage);
                }

                return made;
            case "array":
                return new JsonArray(Sample(schema["items"]!, isLastPage));
            case "integer" or "number":
                return 1;
            case "boolean":
                return true;
            case "string":
                return schema["enum"] is JsonArray words ? (string)words[0]! : (string?)schema["format"] == "date-time" ? "2026-11-26T12:00:00.000Z" : "text";
            default:
                return new JsonObject();
        }
    }

    private static IEnumerable<JsonNode> Alternatives(JsonNode schema) =>
        schema["anyOf"] is JsonArray choices ? choices.Select(choice => choice!) : [schema];

    private static string FilePath([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "..", "docs", "openapi.json"));
}
