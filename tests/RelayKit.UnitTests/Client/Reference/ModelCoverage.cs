using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using RelayKit.Client;

namespace RelayKit.UnitTests.Client.Reference;

/// <summary>Compares schemas of the API's description with the client's shapes, however deep they go.</summary>
internal static class ModelCoverage
{
    /// <summary>The fields of a schema that a type of the client's has not.</summary>
    public static IEnumerable<string> Missing(JsonNode schema, Type type, string at = "")
    {
        schema = ApiFile.Plain(schema);
        if (type == typeof(JsonElement))
        {
            yield break;
        }

        if (ApiFile.TypeOf(schema) == "array")
        {
            foreach (var missing in Missing(schema["items"]!, ItemOf(type), at + "[]"))
            {
                yield return missing;
            }

            yield break;
        }

        if (schema["properties"] is not JsonObject fields)
        {
            yield break;
        }

        var info = ClientJson.Default.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type)!;
        var properties = info.Kind == JsonTypeInfoKind.Object ? info.Properties.ToDictionary(property => property.Name) : [];
        foreach (var (name, field) in fields)
        {
            if (!properties.TryGetValue(name, out var property))
            {
                yield return $"{at}/{name}";
                continue;
            }

            foreach (var missing in Missing(field!, property.PropertyType, $"{at}/{name}"))
            {
                yield return missing;
            }
        }
    }

    /// <summary>The fields of a schema that a request did not have.</summary>
    public static IEnumerable<string> Unsent(JsonNode schema, JsonNode? sent, string at = "")
    {
        schema = ApiFile.Plain(schema);
        if (sent is JsonArray items)
        {
            return items.Count == 0 ? [at + "[]"] : Unsent(schema["items"]!, items[0], at + "[]");
        }

        return sent is not JsonObject value || schema["properties"] is not JsonObject fields
            ? []
            : fields.SelectMany(field => value.ContainsKey(field.Key) ? Unsent(field.Value!, value[field.Key], $"{at}/{field.Key}") : [$"{at}/{field.Key}"]);
    }

    private static Type ItemOf(Type list) => list.IsArray
        ? list.GetElementType()!
        : list.GetInterfaces().Append(list).Single(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GetGenericArguments()[0];
}
