using System.Globalization;
using System.Text.Json.Nodes;

namespace RelayKit.EndToEndTests.Fuzzing;

/// <summary>Makes requests' bodies and parameters from their schemas: as they should be, or broken somewhere.</summary>
public sealed class SchemaFuzz(JsonObject schemas, Random random, IReadOnlyList<string> knownNames)
{
    /// <summary>A body as text: valid, broken in a place or two, or no JSON at all.</summary>
    public string Body(JsonNode schema)
    {
        var kind = random.Next(20);
        if (kind == 0)
        {
            return random.Next(4) switch { 0 => "", 1 => "{", 2 => "{\"a\":1}{", _ => HostileValues.Json(random) };
        }

        var json = Valid(schema, breakAt: kind < 9 ? 0.0 : 0.25);
        return kind == 1 ? json.Replace("}", $",\"{HostileName()}\":1}}", StringComparison.Ordinal) : json;
    }

    /// <summary>A parameter's value: valid or hostile.</summary>
    public string Parameter(JsonObject parameter) =>
        random.Next(3) == 0 ? HostileValues.Text(random)
        : random.Next(4) == 0 && parameter["example"] is { } example ? example.ToString()
        : Unquote(Valid(parameter["schema"] ?? new JsonObject(), breakAt: 0));

    private string Valid(JsonNode? node, double breakAt)
    {
        if (random.NextDouble() < breakAt)
        {
            return HostileValues.Json(random);
        }

        if (node is not JsonObject schema)
        {
            return "null";
        }

        if (schema["$ref"] is { } reference)
        {
            return Valid(schemas[reference.GetValue<string>().Split('/')[^1]], breakAt);
        }

        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices)
        {
            return Valid(choices[random.Next(choices.Count)], breakAt);
        }

        if (schema["enum"] is JsonArray words)
        {
            return words[random.Next(words.Count)]!.ToJsonString();
        }

        var types = schema["type"] is JsonArray several ? [.. several.Select(static t => t!.GetValue<string>())] : new[] { schema["type"]?.GetValue<string>() ?? "string" };
        return types[random.Next(types.Length)] switch
        {
            "null" => "null",
            "boolean" => random.Next(2) == 0 ? "true" : "false",
            "integer" => Integer(schema),
            "array" => "[" + string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Valid(schema["items"], breakAt))) + "]",
            "object" => Object(schema, breakAt),
            _ => HostileValues.Quote(Text(schema)),
        };
    }

    private string Object(JsonObject schema, double breakAt)
    {
        var fields = new List<string>();
        var required = schema["required"]?.AsArray().Select(static name => name!.GetValue<string>()).ToHashSet() ?? [];
        foreach (var (name, field) in schema["properties"] as JsonObject ?? [])
        {
            if ((required.Contains(name) && random.NextDouble() >= breakAt / 2) || random.Next(3) == 0)
            {
                fields.Add($"\"{name}\":{Valid(field, breakAt)}");
            }
        }

        if (schema["additionalProperties"] is JsonObject values)
        {
            for (var i = random.Next(4); i > 0; i--)
            {
                fields.Add($"{HostileValues.Quote(random.Next(3) == 0 ? HostileValues.Text(random) : $"key{i}")}:{Valid(values, breakAt)}");
            }
        }

        if (random.NextDouble() < breakAt / 2)
        {
            fields.Add($"{HostileValues.Quote(HostileName())}:{HostileValues.Json(random)}");
        }

        return "{" + string.Join(',', fields) + "}";
    }

    private string Integer(JsonObject schema)
    {
        var least = Bound(schema["minimum"], 0);
        var most = Bound(schema["maximum"], 1_000);
        return (random.Next(4) switch { 0 => least, 1 => most, _ => random.NextInt64(least, Math.Max(least, Math.Min(most, least + 5_000)) + 1) }).ToString(CultureInfo.InvariantCulture);
    }

    private static long Bound(JsonNode? node, long otherwise) => node is null ? otherwise : long.Parse(node.ToString(), CultureInfo.InvariantCulture);

    private string Text(JsonObject schema)
    {
        if (schema["format"]?.GetValue<string>() == "date-time")
        {
            return DateTimeOffset.UtcNow.AddMinutes(random.Next(-100_000, 100_000)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        }

        var pattern = schema["pattern"]?.GetValue<string>() ?? "";
        if (pattern.Contains("}=", StringComparison.Ordinal))
        {
            return $"customer=c{random.Next(5)}";
        }

        if (pattern.Contains("26}", StringComparison.Ordinal))
        {
            return $"{pattern[1..4]}_01arz3ndektsv4rrffq69g5fav";
        }

        return knownNames[random.Next(knownNames.Count)];
    }

    private string HostileName() => random.Next(2) == 0 ? HostileValues.Text(random) : "colour";

    private static string Unquote(string json) => json.StartsWith('"') ? JsonNode.Parse(json)!.GetValue<string>() : json;
}
