using System.Globalization;
using Microsoft.OpenApi;

namespace RelayKit.Api.Requests.Rules;

/// <summary>A list of up to ten percentages from 1 to 99.</summary>
internal sealed class PercentagesAttribute : FieldRule
{
    private const int Most = 10;

    public override void Check(object value, string pointer, FieldErrors errors)
    {
        var list = (IReadOnlyList<int>)value;
        if (list.Count > Most)
        {
            errors.Add(pointer, $"has to have at most {Most} items");
        }

        for (var i = 0; i < list.Count; i++)
        {
            errors.InRange(list[i], 1, 99, $"{pointer}/{i}");
        }
    }

    public override void Describe(OpenApiSchema schema)
    {
        schema.MaxItems = Most;
        if (schema.Items is OpenApiSchema item)
        {
            item.Minimum = 1.ToString(CultureInfo.InvariantCulture);
            item.Maximum = 99.ToString(CultureInfo.InvariantCulture);
        }
    }
}
