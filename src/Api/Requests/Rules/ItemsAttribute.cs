using System.Collections;
using Microsoft.OpenApi;

namespace RelayKit.Api.Requests.Rules;

/// <summary>A list has to have at least and at most so many items.</summary>
internal sealed class ItemsAttribute(int least, int most) : FieldRule
{
    public override void Check(object value, string pointer, FieldErrors errors)
    {
        var count = ((ICollection)value).Count;
        if (count < least || count > most)
        {
            errors.Add(pointer, $"has to have {least} to {most} items");
        }
    }

    public override void Describe(OpenApiSchema schema)
    {
        schema.MinItems = least;
        schema.MaxItems = most;
    }
}
