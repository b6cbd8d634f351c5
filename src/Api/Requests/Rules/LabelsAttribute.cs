using Microsoft.OpenApi;
using RelayKit.Labels;

namespace RelayKit.Api.Requests.Rules;

/// <summary>Labels: up to eight, by which usage is added up.</summary>
internal sealed class LabelsAttribute : FieldRule
{
    public override void Check(object value, string pointer, FieldErrors errors)
    {
        var labels = (IReadOnlyDictionary<string, string?>)value;
        if (labels.Count > LabelSet.MaxCount)
        {
            errors.Add(pointer, $"has to have at most {LabelSet.MaxCount} labels");
        }

        foreach (var (name, text) in labels)
        {
            var place = $"{pointer}/{JsonPointer.Escape(name)}";
            if (!LabelSet.IsName(name))
            {
                errors.Add(place, $"has to have a name of 1 to {LabelSet.MaxNameLength} of a-z 0-9 _ . -");
            }

            if (text is null || !LabelSet.IsValue(text))
            {
                errors.Add(place, $"has to be 1 to {LabelSet.MaxValueLength} characters that can be printed, without = and ,");
            }
        }
    }

    public override void Describe(OpenApiSchema schema)
    {
        schema.MaxProperties = LabelSet.MaxCount;
        schema.AdditionalProperties = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            MinLength = 1,
            MaxLength = LabelSet.MaxValueLength,
            Pattern = "^[^\\x00-\\x1f\\x7f=,]+$",
        };
        schema.PatternProperties = null;
        schema.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal);
    }
}
