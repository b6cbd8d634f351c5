using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace RelayKit.EndToEndTests.Reference;

/// <summary>The OpenAPI file of the repository, as a client's author reads it.</summary>
public sealed class ApiReference
{
    private static readonly Lazy<ApiReference> Read = new(() => new ApiReference(JsonNode.Parse(File.ReadAllText(PathOf("docs/openapi.json")))!.AsObject()));

    private ApiReference(JsonObject root)
    {
        Schemas = new SchemaCheck(root["components"]!["schemas"]!.AsObject());
        Operations = [.. root["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation =>
            new ApiOperation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject())))];
    }

    public static ApiReference Instance => Read.Value;

    public IReadOnlyList<ApiOperation> Operations { get; }

    public SchemaCheck Schemas { get; }

    /// <summary>Every error code that an operation is documented with.</summary>
    public IEnumerable<string> Codes => Operations.SelectMany(static operation => operation.Codes).Distinct().Order(StringComparer.Ordinal);

    public static string PathOf(string file, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", file));
}

/// <summary>One method of one path.</summary>
/// <param name="Method">Such as <c>GET</c>.</param>
/// <param name="Path">With the names of its parameters in braces.</param>
/// <param name="Node">The operation as the file has it.</param>
public sealed record ApiOperation(string Method, string Path, JsonObject Node)
{
    public string Id => Node["operationId"]!.GetValue<string>();

    public bool IsOperators => Node["security"]?.AsArray().Any(scheme => scheme!.AsObject().ContainsKey("operator_key")) ?? false;

    /// <summary>Whether only whoever is signed in may call it.</summary>
    public bool IsOfAccounts => Schemes is ["session_cookie"];

    /// <summary>Whether anybody may.</summary>
    public bool IsAnybodys => Schemes is [] && (Path.StartsWith("/v1/auth/", StringComparison.Ordinal) || Path == "/v1/leaked-keys");

    private string[] Schemes => [.. Node["security"]?.AsArray().SelectMany(static scheme => scheme!.AsObject()).Select(static scheme => scheme.Key) ?? []];

    /// <summary>Whether its calls are written into the audit log.</summary>
    public bool IsAudited => Node["x-audited"]?.GetValue<bool>() ?? false;

    /// <summary>Whether a tenant's API key opens it.</summary>
    public bool IsTenants => Node["security"]?.AsArray().Any(scheme => scheme!.AsObject().ContainsKey("api_key")) ?? false;

    /// <summary>Whether its answer goes on for ever.</summary>
    public bool IsStream => Id.StartsWith("stream", StringComparison.Ordinal);

    public JsonObject Responses => Node["responses"]!.AsObject();

    /// <summary>The example body; null for a request without one.</summary>
    public string? Example => Node["requestBody"]?["content"]?["application/json"]?["example"]?.ToJsonString();

    public JsonNode? BodySchema => Node["requestBody"]?["content"]?["application/json"]?["schema"];

    public IEnumerable<string> Codes => Responses
        .SelectMany(static response => response.Value!["x-problem-codes"]?.AsArray() ?? [])
        .Select(static code => code!.GetValue<string>());

    /// <summary>The path with values in place of its parameters, percent-encoded.</summary>
    public string PathWith(params (string Name, string Value)[] values) =>
        values.Aggregate(Path, static (path, value) => path.Replace($"{{{value.Name}}}", Uri.EscapeDataString(value.Value), StringComparison.Ordinal));

    public override string ToString() => $"{Method} {Path}";
}
