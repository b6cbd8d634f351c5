using System.Text;
using System.Text.Json.Nodes;
using RelayKit.EndToEndTests.Reference;

namespace RelayKit.EndToEndTests.Isolation;

/// <summary>One request of the matrix: which references in it are the neighbour's.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="ForeignPath">Names of path parameters that are filled with the neighbour's ids.</param>
internal sealed record Attempt(ApiOperation Operation, IReadOnlyList<string> ForeignPath)
{
    /// <summary>The query, from the question mark on.</summary>
    public string Query { get; init; } = "";

    /// <summary>The body; null for the documented example.</summary>
    public string? Body { get; init; }

    /// <summary>What of the neighbour's is sent, and may come back.</summary>
    public IReadOnlyList<string> Sent { get; init; } = [];

    /// <summary>Whether there is nothing else to answer than 404.</summary>
    public bool IsNotFound { get; init; }

    /// <summary>Whether a list has to be empty.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>Every attempt on an operation, except with places in lists, which have to be asked for first.</summary>
    public static IEnumerable<Attempt> Of(ApiOperation operation, Neighbour neighbour)
    {
        var (path, query) = (ParametersIn(operation, "path"), ParametersIn(operation, "query"));
        foreach (var foreign in path.Select(static name => new[] { name }).Append([.. path]).DistinctBy(static names => string.Join(' ', names)).Where(static names => names.Length > 0))
        {
            yield return new Attempt(operation, foreign)
            {
                Sent = [.. foreign.Select(name => IdKinds.Path[name].Foreign(neighbour))],
                IsNotFound = !foreign.All(name => IdKinds.MakesItsOwn.Contains((operation.Id, name))),
            };
        }

        foreach (var name in query.Where(IdKinds.Query.ContainsKey))
        {
            var value = IdKinds.Query[name](neighbour);
            yield return new Attempt(operation, [])
            {
                Query = $"?{name}={Uri.EscapeDataString(value)}{ForeignPlaces.QueryOf(operation.Id)}",
                Sent = [value, .. value.Split('=')],
                IsEmpty = true,
            };
        }

        foreach (var field in FieldsOf(operation).Where(IdKinds.LooksLikeReference))
        {
            var value = IdKinds.Body[field](neighbour);
            yield return new Attempt(operation, []) { Body = With(operation.Example!, field, value), Sent = [value.Trim('[', ']', '"'), .. value.Trim('[', ']', '"').Split('=')] };
        }
    }

    /// <summary>Fails for names of parameters and fields of which nobody has said what they refer to.</summary>
    public static IEnumerable<string> UnknownNames(ApiOperation operation) =>
    [
        .. ParametersIn(operation, "path").Where(static name => !IdKinds.Path.ContainsKey(name)).Select(static name => $"{{{name}}}"),
        .. ParametersIn(operation, "query")
            .Where(static name => !IdKinds.Query.ContainsKey(name) && !IdKinds.Places.Contains(name) && !IdKinds.PlainQuery.Contains(name)).Select(static name => $"?{name}"),
        .. FieldsOf(operation).Where(static field => IdKinds.LooksLikeReference(field) && !IdKinds.Body.ContainsKey(field)),
    ];

    public static IReadOnlyList<string> ParametersIn(ApiOperation operation, string place) =>
    [
        .. (operation.Node["parameters"]?.AsArray() ?? [])
            .Where(parameter => parameter!["in"]!.GetValue<string>() == place).Select(static parameter => parameter!["name"]!.GetValue<string>()),
    ];

    /// <summary>The request, with the asker's own ids in all other places.</summary>
    public async Task<HttpRequestMessage> ToRequestAsync(Scene scene, Neighbour neighbour)
    {
        var path = Operation.Path;
        foreach (var name in ParametersIn(Operation, "path"))
        {
            var value = ForeignPath.Contains(name) ? IdKinds.Path[name].Foreign(neighbour) : await IdKinds.Path[name].Own(scene);
            path = path.Replace($"{{{name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
        }

        var request = new HttpRequestMessage(new HttpMethod(Operation.Method), path + Query);
        if ((Body ?? Operation.Example) is { } json)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        return request;
    }

    public override string ToString() => $"{Operation} with the neighbour's {string.Join(", ", [.. ForeignPath, Query, Body ?? ""])}";

    /// <summary>The names of all fields of the body, at whatever depth.</summary>
    private static HashSet<string> FieldsOf(ApiOperation operation)
    {
        var fields = new HashSet<string>(StringComparer.Ordinal);
        Collect(operation.BodySchema, fields, 0);
        return fields;
    }

    private static void Collect(JsonNode? node, HashSet<string> fields, int depth)
    {
        if (node is not JsonObject schema || depth > 8)
        {
            return;
        }

        Collect(ApiReference.Instance.Schemas.Resolve(schema), fields, depth + 1);
        foreach (var choice in (schema["oneOf"] ?? schema["anyOf"]) as JsonArray ?? [])
        {
            Collect(choice, fields, depth + 1);
        }

        Collect(schema["items"], fields, depth + 1);
        foreach (var (name, field) in schema["properties"] as JsonObject ?? [])
        {
            fields.Add(name);
            Collect(field, fields, depth + 1);
        }
    }

    /// <summary>The example with a value in a field's place: where the example has the field, at whatever depth, else at the top.</summary>
    private static string With(string example, string field, string value)
    {
        var body = JsonNode.Parse(example)!;
        if (!Replace(body, field, value))
        {
            body[field] = JsonNode.Parse(value);
        }

        return body.ToJsonString();
    }

    private static bool Replace(JsonNode? node, string field, string value)
    {
        switch (node)
        {
            case JsonObject fields when fields.ContainsKey(field):
                fields[field] = JsonNode.Parse(value);
                return true;
            case JsonObject fields:
                return fields.Select(static one => one.Value).ToList().Exists(inner => Replace(inner, field, value));
            case JsonArray items:
                return items.ToList().Exists(item => Replace(item, field, value));
            default:
                return false;
        }
    }
}
