using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using RelayKit.ApiKeys;

namespace RelayKit.Api.Requests.Rules;

/// <summary>A list of addresses and networks in CIDR notation.</summary>
internal sealed class AddressRangesAttribute : FieldRule
{
    private const int Most = 100;

    public override void Check(object value, string pointer, FieldErrors errors)
    {
        var texts = (IReadOnlyList<string?>)value;
        if (texts.Count > Most)
        {
            errors.Add(pointer, $"has to have at most {Most} items");
            return;
        }

        for (var i = 0; i < texts.Count; i++)
        {
            if (!AddressRange.TryParse(texts[i], out _))
            {
                errors.Add(
                    $"{pointer}/{i}",
                    "has to be an address or a network by its first address: 203.0.113.7, 10.0.0.0/8, 2001:db8::1 or 2001:db8::/32");
            }
        }
    }

    public override void Describe(OpenApiSchema schema)
    {
        schema.MaxItems = Most;
        if (schema.Items is OpenApiSchema item)
        {
            item.MaxLength = 50;
            item.Examples = [(JsonNode)"203.0.113.0/24"];
        }
    }
}
