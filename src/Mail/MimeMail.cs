using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Text;

namespace RelayKit.Mail;

/// <summary>A message as mail programs and servers take it (RFC 5322, MIME): the text first, then the HTML.</summary>
internal static class MimeMail
{
    /// <summary>Which kind of mail it is, for filters.</summary>
    public const string KindHeader = "X-RelayKit-Kind";

    /// <param name="mail">The message.</param>
    /// <param name="options">Whom it comes from.</param>
    /// <param name="sentAt">When.</param>
    public static MimeMessage Of(MailMessage mail, MailOptions options, DateTimeOffset sentAt)
    {
        var from = MailboxAddress.Parse(options.From);
        var message = new MimeMessage { Subject = mail.Subject, Date = sentAt, MessageId = $"{LocalPartOf(mail.Id)}@{from.Domain}" };
        message.From.Add(from);
        message.To.Add(new MailboxAddress(null, mail.To));
        if (options.ReplyTo is { } replyTo)
        {
            message.ReplyTo.Add(MailboxAddress.Parse(replyTo));
        }

        message.Headers.Add(KindHeader, mail.Kind);
        // Nobody's holiday notice is an answer to a mail that a machine has sent (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        var text = Part(TextFormat.Plain, mail.Text);
        message.Body = mail.Html is null ? text : new MultipartAlternative(text, Part(TextFormat.Html, mail.Html)) { Boundary = BoundaryOf(mail.Id) };
        return message;
    }

    private static TextPart Part(TextFormat format, string text)
    {
        var part = new TextPart(format) { Text = text.ReplaceLineEndings("\r\n") };
        // As it is where its lines are short enough: a file is then read by whoever looks into it.
        part.ContentTransferEncoding = part.GetBestEncoding(EncodingConstraint.EightBit) == ContentEncoding.SevenBit ? ContentEncoding.SevenBit
            : text.AsSpan().EnumerateLines().LongestLine() <= MaxLineBytes ? ContentEncoding.EightBit
            : ContentEncoding.QuotedPrintable;
        return part;
    }

    /// <summary>Of a line of a mail (RFC 5322: 998), in characters that may take three bytes each.</summary>
    private const int MaxLineBytes = 998 / 3;

    private static int LongestLine(this SpanLineEnumerator lines)
    {
        var longest = 0;
        foreach (var line in lines)
        {
            longest = Math.Max(longest, line.Length);
        }

        return longest;
    }

    /// <summary>The same message has the same Message-ID each time it is sent: where it comes twice, mail programs that care show it once.</summary>
    private static string LocalPartOf(string id) => id.Replace('/', '.').Trim('.');

    /// <summary>Made from the id, so that the same message is the same bytes.</summary>
    private static string BoundaryOf(string id) => $"=-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 16))}";
}
