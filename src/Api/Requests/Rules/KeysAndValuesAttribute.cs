using System.Text;
using Microsoft.OpenApi;

namespace RelayKit.Api.Requests.Rules;

/// <summary>Keys and values that are texts, at most so many bytes in UTF-8 together.</summary>
internal sealed class KeysAndValuesAttribute(int mostBytes) : FieldRule
{
    public override void Check(object value, string pointer, FieldErrors errors)
    {
        var bytes = 0;
        foreach (var (key, text) in (IReadOnlyDictionary<string, string?>)value)
        {
            var place = $"{pointer}/{JsonPointer.Escape(key)}";
            if (text is null)
            {
                errors.Add(place, "has to be text, not null");
                continue;
            }

            errors.IsText(key, pointer);
            errors.IsText(text, place);
            bytes += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(text);
        }

        if (bytes > mostBytes)
        {
            errors.Add(pointer, $"have to be at most {mostBytes} bytes of keys and values together");
        }
    }

    public override void Describe(OpenApiSchema schema)
    {
    }
}
