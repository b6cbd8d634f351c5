using Microsoft.OpenApi;

namespace RelayKit.Api.Requests.Rules;

/// <summary>A text that names something to people: storable, and at most so many characters.</summary>
/// <param name="most">The most characters.</param>
internal sealed class TitleAttribute(int most) : FieldRule
{
    public override void Check(object value, string pointer, FieldErrors errors)
    {
        var text = (string)value;
        if (text.Length > most)
        {
            errors.Add(pointer, $"has to be at most {most} characters");
        }

        errors.IsText(text, pointer);
    }

    public override void Describe(OpenApiSchema schema) => schema.MaxLength = most;
}
