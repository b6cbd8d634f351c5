using System.Text.Json;

namespace RelayKit.Supabase;

/// <summary>
/// Reads why GoTrue refused. Since 2024 it says so by <c>error_code</c>, or by a text in <c>code</c>; before, signing in was answered as OAuth 2 does,
/// by <c>error</c> and <c>error_description</c>. Source: internal/api/apierrors of github.com/supabase/auth.
/// </summary>
internal static class GoTrueRefusal
{
    private const int MaxCodeLength = 64;

    /// <summary>The code; null where the body is none of GoTrue's.</summary>
    public static string? CodeOf(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? null : TextOf(root, "error_code") ?? TextOf(root, "code") ?? OfOAuth(root);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What a code means here; null for one that is not expected.</summary>
    public static GoTrueError? ErrorOf(string? code) => code switch
    {
        "invalid_credentials" or "user_banned" => GoTrueError.InvalidCredentials,
        "email_not_confirmed" => GoTrueError.EmailNotConfirmed,
        "email_exists" or "user_already_exists" => GoTrueError.EmailExists,
        "weak_password" or "same_password" => GoTrueError.WeakPassword,
        "over_request_rate_limit" or "over_email_send_rate_limit" => GoTrueError.RateLimited,
        "user_not_found" => GoTrueError.UserNotFound,
        _ => null,
    };

    /// <summary>What may be logged of a code that somebody else wrote.</summary>
    public static string ForLog(string? code) =>
        code is { Length: > 0 and <= MaxCodeLength } && code.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') ? code : "(none)";

    private static string? OfOAuth(JsonElement root) => (TextOf(root, "error"), TextOf(root, "error_description")) switch
    {
        ("invalid_grant", "Invalid login credentials") => "invalid_credentials",
        ("invalid_grant", "Email not confirmed") => "email_not_confirmed",
        var (error, _) => error,
    };

    private static string? TextOf(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
