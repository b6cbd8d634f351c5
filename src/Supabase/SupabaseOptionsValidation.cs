using System.Text;
using Microsoft.Extensions.Options;

namespace RelayKit.Supabase;

/// <summary>Says everything that is wrong with the settings at once, by the names an operator sets. Keys and secrets are never quoted.</summary>
internal sealed class SupabaseOptionsValidation : IValidateOptions<SupabaseOptions>
{
    /// <summary>As many bytes as HMAC-SHA256 gives (RFC 7518, section 3.2).</summary>
    private const int ShortestSecret = 32;

    public ValidateOptionsResult Validate(string? name, SupabaseOptions options)
    {
        var failures = Failures(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(SupabaseOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Url))
        {
            yield return $"{SupabaseOptions.Prefix}Url is not set; it is the project's address, such as https://abcdefgh.supabase.co.";
        }
        else if (!IsValid(options.Url))
        {
            yield return $"{SupabaseOptions.Prefix}Url must be an absolute https URL without user name, query or fragment; http is taken for this machine alone.";
        }

        foreach (var (key, value) in new[] { ("AnonKey", options.AnonKey), ("ServiceRoleKey", options.ServiceRoleKey) })
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                yield return $"{SupabaseOptions.Prefix}{key} is not set; the project's settings show it under API keys.";
            }
            else if (value.Any(static c => c is <= ' ' or > '~'))
            {
                yield return $"{SupabaseOptions.Prefix}{key} has characters that no key has, such as a space or the end of a line.";
            }
        }

        if (options.JwtSecret is { Length: > 0 } secret && Encoding.UTF8.GetByteCount(secret) < ShortestSecret)
        {
            yield return $"{SupabaseOptions.Prefix}JwtSecret has to be at least {ShortestSecret} bytes; leave it out where the project signs with keys of its own.";
        }

        if (string.IsNullOrWhiteSpace(options.Audience))
        {
            yield return $"{SupabaseOptions.Prefix}Audience must not be empty; leave it out for '{SupabaseOptions.DefaultAudience}'.";
        }
    }

    private static bool IsValid(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri is { Host.Length: > 0, UserInfo: "", Query: "", Fragment: "" };
}
