using Microsoft.OpenApi;

namespace RelayKit.Api.Requests.Rules;

/// <summary>The field has to be there, and not be null or an empty text.</summary>
/// <param name="mend">What to do about it, completing <c>is missing; …</c>.</param>
internal sealed class NeededAttribute(string mend) : FieldRule
{
    public string Mend => mend;

    public override void Check(object value, string pointer, FieldErrors errors)
    {
        if (value is string { Length: 0 })
        {
            errors.Add(pointer, $"is missing; {mend}");
        }
    }

    public override void Describe(OpenApiSchema schema)
    {
        schema.Type &= ~JsonSchemaType.Null;
        if (schema.Type == JsonSchemaType.String)
        {
            schema.MinLength ??= 1;
        }
    }
}
