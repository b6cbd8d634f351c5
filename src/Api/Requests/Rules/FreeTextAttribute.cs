using Microsoft.OpenApi;

namespace RelayKit.Api.Requests.Rules;

/// <summary>A text has to be storable, and no longer than so many bytes in UTF-8.</summary>
/// <param name="mostBytes">The most bytes.</param>
internal sealed class FreeTextAttribute(int mostBytes) : FieldRule
{
    public override void Check(object value, string pointer, FieldErrors errors)
    {
        var text = (string)value;
        errors.AtMostBytes(text, mostBytes, pointer);
        errors.IsText(text, pointer);
    }

    /// <summary>A character takes at least one byte, so this is a bound as well; the exact one cannot be said in JSON Schema.</summary>
    public override void Describe(OpenApiSchema schema) => schema.MaxLength = mostBytes;
}
