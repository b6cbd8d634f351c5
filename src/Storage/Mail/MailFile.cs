using System.Globalization;
using System.Text;
using RelayKit.Mail;

namespace RelayKit.Storage.Mail;

/// <summary>A message as a file that mail programs open (RFC 5322).</summary>
internal static class MailFile
{
    /// <summary>Bytes of a subject in one encoded word: with its frame it stays below the 75 characters of RFC 2047.</summary>
    private const int MaxWordBytes = 42;

    /// <summary>The file's name: as stable as the id, so that a message is met again.</summary>
    public static string NameOf(MailMessage message) => $"{message.Id.Replace('/', '~')}.eml";

    /// <summary>The file's text.</summary>
    public static string TextOf(MailMessage message, string from, DateTimeOffset sentAt)
    {
        var text = new StringBuilder()
            .Append("From: ").Append(from).Append("\r\n")
            .Append("To: <").Append(message.To).Append(">\r\n")
            .Append("Subject: ").Append(Encoded(message.Subject)).Append("\r\n")
            .Append(CultureInfo.InvariantCulture, $"Date: {sentAt:ddd, dd MMM yyyy HH:mm:ss} +0000\r\n")
            .Append("Message-ID: <").Append(message.Id.Replace('/', '.')).Append("@relaykit>\r\n")
            .Append("X-RelayKit-Kind: ").Append(message.Kind).Append("\r\n")
            .Append("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
        return text.Append(message.Text.ReplaceLineEndings("\r\n")).Append("\r\n").ToString();
    }

    /// <summary>ASCII as it is, anything else as encoded words (RFC 2047).</summary>
    private static string Encoded(string subject)
    {
        if (Ascii.IsValid(subject))
        {
            return subject;
        }

        var words = new StringBuilder();
        var word = new List<byte>(MaxWordBytes);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in subject.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(utf8);
            if (word.Count + length > MaxWordBytes)
            {
                Flush(words, word);
            }

            word.AddRange(utf8[..length]);
        }

        Flush(words, word);
        return words.ToString();
    }

    private static void Flush(StringBuilder words, List<byte> word)
    {
        words.Append(words.Length == 0 ? "" : "\r\n ").Append("=?utf-8?B?").Append(Convert.ToBase64String([.. word])).Append("?=");
        word.Clear();
    }
}
