using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RelayKit.EndToEndTests.Reference;

/// <summary>Holds answers to the schemas of the OpenAPI file, as far as those go: JSON Schema 2020-12 without what the file does not use.</summary>
public sealed class SchemaCheck(JsonObject schemas)
{
    /// <summary>What is wrong with a value, by place; empty when it is as the schema says.</summary>
    public IReadOnlyList<string> Faults(JsonNode? schema, JsonElement value)
    {
        var faults = new List<string>();
        Check(schema, value, "$", faults);
        return faults;
    }

    /// <summary>What a schema refers to; null for one that stands for itself.</summary>
    public JsonNode? Resolve(JsonObject schema) => schema["$ref"] is { } reference ? schemas[reference.GetValue<string>().Split('/')[^1]] : null;

    private void Check(JsonNode? schema, JsonElement value, string at, List<string> faults)
    {
        if (schema is not JsonObject rules)
        {
            return;
        }

        if (rules["$ref"] is { } reference)
        {
            Check(schemas[reference.GetValue<string>().Split('/')[^1]], value, at, faults);
            return;
        }

        if ((rules["anyOf"] ?? rules["oneOf"]) is JsonArray choices)
        {
            if (!choices.Any(choice => Faults(choice, value).Count == 0))
            {
                faults.Add($"{at} is none of what it may be: {value.GetRawText()}");
            }

            return;
        }

        if (!HasType(rules["type"], value))
        {
            faults.Add($"{at} is {value.ValueKind}, not {rules["type"]!.ToJsonString()}");
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                CheckObject(rules, value, at, faults);
                break;
            case JsonValueKind.Array:
                foreach (var (item, i) in value.EnumerateArray().Select(static (item, i) => (item, i)))
                {
                    Check(rules["items"], item, $"{at}[{i}]", faults);
                }

                break;
            case JsonValueKind.String:
                CheckText(rules, value.GetString()!, at, faults);
                break;
        }
    }

    private void CheckObject(JsonObject rules, JsonElement value, string at, List<string> faults)
    {
        foreach (var name in rules["required"]?.AsArray().Select(static name => name!.GetValue<string>()) ?? [])
        {
            if (!value.TryGetProperty(name, out _))
            {
                faults.Add($"{at}.{name} is missing");
            }
        }

        var known = rules["properties"] as JsonObject;
        foreach (var field in value.EnumerateObject())
        {
            if (known?[field.Name] is { } schema)
            {
                Check(schema, field.Value, $"{at}.{field.Name}", faults);
            }
            else if (rules["additionalProperties"] is JsonObject others)
            {
                Check(others, field.Value, $"{at}.{field.Name}", faults);
            }
            else if (known is not null)
            {
                faults.Add($"{at}.{field.Name} is not documented");
            }
        }
    }

    private static void CheckText(JsonObject rules, string text, string at, List<string> faults)
    {
        if (rules["enum"] is JsonArray words && !words.Any(word => word?.GetValue<string>() == text))
        {
            faults.Add($"{at} is '{text}', not one of {words.ToJsonString()}");
        }

        if (rules["pattern"] is { } pattern && !Regex.IsMatch(text, pattern.GetValue<string>()))
        {
            faults.Add($"{at} is '{text}', which is not {pattern}");
        }

        if (rules["format"]?.GetValue<string>() == "date-time" && !Regex.IsMatch(text, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"))
        {
            faults.Add($"{at} is '{text}', which is no time with milliseconds in UTC");
        }
    }

    private static bool HasType(JsonNode? type, JsonElement value) => type switch
    {
        null => true,
        JsonArray any => any.Any(one => HasType(one, value)),
        _ => type.GetValue<string>() switch
        {
            "null" => value.ValueKind == JsonValueKind.Null,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            "string" => value.ValueKind == JsonValueKind.String,
            "array" => value.ValueKind == JsonValueKind.Array,
            "object" => value.ValueKind == JsonValueKind.Object,
            _ => false,
        },
    };
}
