using Microsoft.Extensions.Options;

namespace RelayKit.Stripe;

/// <summary>Says everything that is wrong with the settings at once, by the names an operator sets. Keys and secrets are never quoted.</summary>
internal sealed class StripeOptionsValidation : IValidateOptions<StripeOptions>
{
    /// <summary>A meter's event has up to 100 characters at Stripe, and a meter's name up to 40.</summary>
    private const int LongestPrefix = 60;

    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(80);

    public ValidateOptionsResult Validate(string? name, StripeOptions options)
    {
        var failures = Failures(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(StripeOptions options)
    {
        if (string.IsNullOrEmpty(options.ApiKey))
        {
            yield return $"{StripeOptions.Prefix}ApiKey is not set; Stripe's dashboard shows it under API keys.";
        }
        else if (!IsPrintable(options.ApiKey) || !(options.ApiKey.StartsWith("sk_", StringComparison.Ordinal) || options.ApiKey.StartsWith("rk_", StringComparison.Ordinal)))
        {
            yield return $"{StripeOptions.Prefix}ApiKey has to be a secret or restricted key, which begins with sk_ or rk_; the publishable one can do nothing here.";
        }

        if (!IsBase(options.ApiBase))
        {
            yield return $"{StripeOptions.Prefix}ApiBase has to be an absolute https URL without path, query or fragment; http is taken for this machine alone.";
        }

        if (string.IsNullOrEmpty(options.WebhookSecret))
        {
            yield return $"{StripeOptions.Prefix}WebhookSecret is not set; Stripe shows it with the webhook endpoint, as its signing secret.";
        }

        foreach (var (key, secret) in Secrets(options))
        {
            if (!string.IsNullOrEmpty(secret) && !(secret.StartsWith("whsec_", StringComparison.Ordinal) && secret.Length >= 16 && IsPrintable(secret)))
            {
                yield return $"{StripeOptions.Prefix}{key} has to be a signing secret as Stripe shows it: it begins with whsec_.";
            }
        }

        if (!string.IsNullOrEmpty(options.PreviousThinWebhookSecret) && string.IsNullOrEmpty(options.ThinWebhookSecret))
        {
            yield return $"{StripeOptions.Prefix}PreviousThinWebhookSecret is set without ThinWebhookSecret.";
        }

        if (options.MeterEventPrefix is not { Length: <= LongestPrefix } prefix || !prefix.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-'))
        {
            yield return $"{StripeOptions.Prefix}MeterEventPrefix has to be up to {LongestPrefix} of A-Z a-z 0-9 _ . and -.";
        }

        if (options.AttemptTimeout < ShortestTimeout || options.AttemptTimeout > LongestTimeout)
        {
            yield return $"{StripeOptions.Prefix}AttemptTimeout has to be from {ShortestTimeout} to {LongestTimeout}.";
        }
    }

    private static IEnumerable<(string Key, string? Secret)> Secrets(StripeOptions options) =>
    [
        (nameof(options.WebhookSecret), options.WebhookSecret),
        (nameof(options.PreviousWebhookSecret), options.PreviousWebhookSecret),
        (nameof(options.ThinWebhookSecret), options.ThinWebhookSecret),
        (nameof(options.PreviousThinWebhookSecret), options.PreviousThinWebhookSecret),
    ];

    private static bool IsPrintable(string text) => text.All(static c => c is > ' ' and <= '~');

    private static bool IsBase(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri is { Host.Length: > 0, UserInfo: "", AbsolutePath: "/", Query: "", Fragment: "" };
}
