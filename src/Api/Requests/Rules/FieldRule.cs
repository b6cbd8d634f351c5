using Microsoft.OpenApi;

namespace RelayKit.Api.Requests.Rules;

/// <summary>
/// What one field of a request has to be. Stated once, on the field: requests are checked by it, and the OpenAPI document says it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class FieldRule : Attribute
{
    /// <summary>Says what is wrong with a value that is there.</summary>
    /// <param name="value">The field's value, never null.</param>
    /// <param name="pointer">Where it is (RFC 6901).</param>
    /// <param name="errors">Takes what is wrong.</param>
    public abstract void Check(object value, string pointer, FieldErrors errors);

    /// <summary>Writes the rule into the field's schema.</summary>
    public abstract void Describe(OpenApiSchema schema);
}
