using Microsoft.OpenApi;
using RelayKit.Accounts;
using RelayKit.Api.Requests;
using RelayKit.Api.Requests.Rules;

namespace RelayKit.Api.Accounts;

/// <summary>The field is an e-mail address.</summary>
internal sealed class EmailAttribute : FieldRule
{
    public override void Check(object value, string pointer, FieldErrors errors)
    {
        if (value is string { Length: > 0 } text && !EmailAddress.TryParse(text, out _))
        {
            errors.Add(pointer, "has to be an e-mail address such as ada@example.com");
        }
    }

    public override void Describe(OpenApiSchema schema) => (schema.Format, schema.MaxLength) = ("email", EmailAddress.MaxLength);
}
