using System.Text.Json;

namespace RelayKit.LiveKit;

/// <summary>Writes a claim only when there is something to say.</summary>
internal static class GivenJson
{
    public static void WriteGiven(this Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    public static void WriteGiven(this Utf8JsonWriter json, string name, bool value)
    {
        if (value)
        {
            json.WriteBoolean(name, value);
        }
    }

    /// <summary>Three-valued: false is said, because the reader's default may be true.</summary>
    public static void WriteGiven(this Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } given)
        {
            json.WriteBoolean(name, given);
        }
    }

    public static void WriteGiven(this Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    public static void WriteGiven(this Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    public static void WriteFlags(this Utf8JsonWriter json, string name, params ReadOnlySpan<(string Name, bool Value)> flags)
    {
        json.WriteStartObject(name);
        foreach (var flag in flags)
        {
            json.WriteGiven(flag.Name, flag.Value);
        }

        json.WriteEndObject();
    }
}
