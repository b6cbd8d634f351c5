using System.Text.Json.Serialization.Metadata;

namespace RelayKit.Api.Requests;

/// <summary>Which fields an object within a body takes: for whoever has sent another one.</summary>
internal static class KnownFields
{
    /// <summary>The names of the fields beside the one at a pointer; none where the body's shape does not tell.</summary>
    /// <param name="body">The body's shape.</param>
    /// <param name="pointer">JSON Pointer of a field, known or not.</param>
    public static IReadOnlyList<string> Beside(JsonTypeInfo body, string pointer)
    {
        var owner = body;
        foreach (var name in pointer.Split('/')[1..^1])
        {
            owner = Below(owner, name);
            if (owner is null)
            {
                return [];
            }
        }

        return [.. owner.Properties.Select(static property => property.Name)];
    }

    private static JsonTypeInfo? Below(JsonTypeInfo owner, string name)
    {
        var type = owner.Kind == JsonTypeInfoKind.Object
            ? owner.Properties.FirstOrDefault(property => JsonPointer.Escape(property.Name) == name)?.PropertyType
            : owner.ElementType;
        return type is null ? null : owner.Options.GetTypeInfo(type);
    }
}
