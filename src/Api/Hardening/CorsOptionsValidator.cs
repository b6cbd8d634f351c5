using Microsoft.Extensions.Options;

namespace RelayKit.Api.Hardening;

/// <summary>Refuses what would let everybody in, and what no browser would ever send and so would let in nobody.</summary>
internal sealed class CorsOptionsValidator(IConfiguration configuration) : IValidateOptions<CorsOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, CorsOptions options)
    {
        var faults = new List<string>();
        if (!string.IsNullOrEmpty(configuration[$"{CorsOptions.Section}:{nameof(CorsOptions.Origins)}"]))
        {
            faults.Add("RelayKit__Cors__Origins is a list; write RelayKit__Cors__Origins__0 for its first entry.");
        }

        for (var i = 0; i < options.Origins.Count; i++)
        {
            if (!IsOrigin(options.Origins[i]))
            {
                faults.Add(
                    $"RelayKit__Cors__Origins__{i} has to be an origin such as https://console.example.com, without a path, a slash at its end or a wildcard, and is '{options.Origins[i]}'.");
            }
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>Over plain http only for whoever develops on the same machine: what is read there anybody on the way could read.</summary>
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var origin)
        && (origin.Scheme == Uri.UriSchemeHttps || (origin.Scheme == Uri.UriSchemeHttp && origin.IsLoopback))
        && !text.Contains('*', StringComparison.Ordinal)
        && origin.UserInfo.Length == 0
        && origin.GetLeftPart(UriPartial.Authority) == text;
}
