using RelayKit.Api.Requests;

namespace RelayKit.Api.Billing;

/// <summary>Addresses that a provider's page leads back to.</summary>
internal static class ReturnUrls
{
    public static void Check(string? text, string pointer, FieldErrors errors)
    {
        if (text is { Length: > 0 } && !IsGood(text))
        {
            errors.Add(pointer, "has to be a whole address beginning with https://, or http:// of this machine");
        }
    }

    private static bool IsGood(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)) && uri.UserInfo.Length == 0;
}
