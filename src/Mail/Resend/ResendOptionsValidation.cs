using System.Globalization;
using Microsoft.Extensions.Options;
using RelayKit.Webhooks;

namespace RelayKit.Mail.Resend;

/// <summary>Says everything that is wrong with the settings at once, by the names an operator sets. Keys and secrets are never quoted.</summary>
internal sealed class ResendOptionsValidation : IValidateOptions<ResendOptions>
{
    public ValidateOptionsResult Validate(string? name, ResendOptions options)
    {
        var failures = Failures(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(ResendOptions options)
    {
        if (options.ApiKey is { Length: > 0 } key && key.Any(static c => c is <= ' ' or > '~'))
        {
            yield return $"{ResendOptions.Prefix}ApiKey has characters that no key has, such as a space or the end of a line.";
        }

        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var url)
            || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            || url is not { UserInfo: "", Query: "", Fragment: "" })
        {
            yield return $"{ResendOptions.Prefix}Url must be an absolute https URL without user name, query or fragment; http is taken for this machine alone.";
        }

        if (options.RequestsPerSecond is not (> 0 and <= 1000))
        {
            yield return $"{ResendOptions.Prefix}RequestsPerSecond has to be more than 0, and at most 1000.";
        }

        if (options.TimeoutSeconds is < 1 or > 40)
        {
            yield return $"{ResendOptions.Prefix}TimeoutSeconds has to be from 1 to 40.";
        }

        var number = 0;
        foreach (var secret in options.WebhookSecrets)
        {
            number++;
            if (!WebhookSecret.TryParse(secret, out _))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{ResendOptions.Prefix}WebhookSecret, the secret number {number}, is none of Resend's: they are whsec_ and 24 to 64 bytes in base64.");
            }
        }
    }
}
