using System.Text.Json.Serialization;

namespace RelayKit.Mail.Resend;

/// <summary>A mail as <c>POST /emails</c> takes it. Only what RelayKit sends.</summary>
internal sealed record ResendEmail
{
    private const int MaxTagLength = 256;

    public required string From { get; init; }

    public required IReadOnlyList<string> To { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    public string? Html { get; init; }

    public string? ReplyTo { get; init; }

    /// <summary>By these mails are found in Resend's console, and told apart in its webhooks.</summary>
    public required IReadOnlyList<ResendTag> Tags { get; init; }

    public static ResendEmail Of(MailMessage mail, MailOptions options) => new()
    {
        From = options.From,
        To = [mail.To],
        Subject = mail.Subject,
        Text = mail.Text,
        Html = mail.Html,
        ReplyTo = options.ReplyTo,
        Tags = [new("kind", TagOf(mail.Kind)), new("message", TagOf(mail.Id))],
    };

    /// <summary>Tags are ASCII letters, digits, <c>_</c> and <c>-</c>.</summary>
    private static string TagOf(string text) =>
        string.Concat(text.Take(MaxTagLength).Select(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_'));
}

/// <summary>A tag of a mail.</summary>
internal sealed record ResendTag(string Name, string Value);

/// <summary>What <c>POST /emails</c> answers.</summary>
internal sealed record ResendReceipt(string? Id);

/// <summary>What Resend answers instead where it takes nothing.</summary>
internal sealed record ResendRefusal(string? Name);

/// <summary>The wire's names.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ResendEmail))]
[JsonSerializable(typeof(ResendReceipt))]
[JsonSerializable(typeof(ResendRefusal))]
internal sealed partial class ResendJson : JsonSerializerContext;
