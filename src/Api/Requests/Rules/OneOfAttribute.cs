using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace RelayKit.Api.Requests.Rules;

/// <summary>A text, or each of a list of texts, has to be one of these.</summary>
internal class OneOfAttribute(params string[] words) : FieldRule
{
    private string Detail => words.Length == 1 ? $"has to be {words[0]}" : $"has to be {string.Join(", ", words[..^1])} or {words[^1]}";

    public override void Check(object value, string pointer, FieldErrors errors)
    {
        if (value is string word)
        {
            CheckWord(word, pointer, errors);
            return;
        }

        var list = (IReadOnlyList<string?>)value;
        for (var i = 0; i < list.Count; i++)
        {
            CheckWord(list[i], $"{pointer}/{i}", errors);
        }
    }

    public override void Describe(OpenApiSchema schema)
    {
        var described = schema.Items as OpenApiSchema ?? schema;
        described.Enum = [.. words.Select(static word => (JsonNode)word)];
    }

    private void CheckWord(string? word, string pointer, FieldErrors errors)
    {
        if (!words.Contains(word, StringComparer.Ordinal))
        {
            errors.Add(pointer, Detail);
        }
    }
}
