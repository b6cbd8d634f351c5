using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using RelayKit.Access;

namespace RelayKit.Api.Requests.Rules;

/// <summary>A list of at least one scope's word.</summary>
internal sealed class ScopesAttribute : FieldRule
{
    public override void Check(object value, string pointer, FieldErrors errors)
    {
        var words = (IReadOnlyList<string?>)value;
        if (words.Count == 0 || words.Count > ScopeText.Words.Count)
        {
            errors.Add(pointer, $"has to have 1 to {ScopeText.Words.Count} items");
            return;
        }

        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] is not { } word || !ScopeText.TryParse(word, out _))
            {
                errors.Add($"{pointer}/{i}", $"is not a scope; there are {string.Join(", ", ScopeText.Words)}");
            }
        }
    }

    public override void Describe(OpenApiSchema schema)
    {
        schema.MinItems = 1;
        schema.MaxItems = ScopeText.Words.Count;
        if (schema.Items is OpenApiSchema item)
        {
            item.Enum = [.. ScopeText.Words.Select(static word => (JsonNode)word)];
        }
    }
}
