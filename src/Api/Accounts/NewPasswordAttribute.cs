using Microsoft.OpenApi;
using RelayKit.Accounts;
using RelayKit.Api.Requests;
using RelayKit.Api.Requests.Rules;

namespace RelayKit.Api.Accounts;

/// <summary>The field is a password that somebody chooses.</summary>
internal sealed class NewPasswordAttribute : FieldRule
{
    public override void Check(object value, string pointer, FieldErrors errors)
    {
        if (value is string { Length: > 0 } text && PasswordRules.FaultOfForm(text) is { } fault)
        {
            errors.Add(pointer, fault);
        }
    }

    public override void Describe(OpenApiSchema schema) =>
        (schema.Format, schema.MinLength, schema.MaxLength) = ("password", PasswordRules.MinLength, PasswordRules.MaxBytes);
}
