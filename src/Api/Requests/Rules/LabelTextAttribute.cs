using Microsoft.OpenApi;
using RelayKit.Labels;

namespace RelayKit.Api.Requests.Rules;

/// <summary>One label, as <c>name=value</c>.</summary>
internal sealed class LabelTextAttribute : FieldRule
{
    public override void Check(object value, string pointer, FieldErrors errors)
    {
        if (value is string { Length: > 0 } text && !Label.TryParse(text, out _))
        {
            errors.Add(pointer, "has to be name=value, as a room's labels have it");
        }
    }

    public override void Describe(OpenApiSchema schema) =>
        schema.Pattern = $"^[a-z0-9_.\\-]{{1,{LabelSet.MaxNameLength}}}=[^\\x00-\\x1f\\x7f=,]{{1,{LabelSet.MaxValueLength}}}$";
}
