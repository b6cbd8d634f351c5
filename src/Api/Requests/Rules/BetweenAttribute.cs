using System.Globalization;
using Microsoft.OpenApi;

namespace RelayKit.Api.Requests.Rules;

/// <summary>A number has to be from the least to the most, both allowed.</summary>
internal sealed class BetweenAttribute(long least, long most) : FieldRule
{
    public override void Check(object value, string pointer, FieldErrors errors)
    {
        if (Convert.ToInt64(value, CultureInfo.InvariantCulture) is var number && (number < least || number > most))
        {
            errors.Add(pointer, string.Create(CultureInfo.InvariantCulture, $"has to be from {least} to {most}"));
        }
    }

    public override void Describe(OpenApiSchema schema)
    {
        schema.Minimum = least.ToString(CultureInfo.InvariantCulture);
        schema.Maximum = most.ToString(CultureInfo.InvariantCulture);
    }
}
