using System.Buffers;

namespace RelayKit.Mail;

/// <summary>A message to one person. Neither <see cref="ToString"/> nor a log has the address or the text.</summary>
public sealed record MailMessage
{
    /// <summary>The most characters of an <see cref="Id"/>: providers take no longer idempotency key than 256.</summary>
    public const int MaxIdLength = 200;

    private static readonly SearchValues<char> InIds = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./");
    private readonly string _id = "";
    private readonly string _to = "";
    private readonly string _subject = "";

    /// <summary>
    /// What makes it this message and no other: <c>kind/entity/version</c>, of letters, digits and <c>_ - .</c>. A message of the same id is
    /// sent once, however often it is handed over.
    /// </summary>
    /// <exception cref="ArgumentException">It is empty, too long, or has other characters.</exception>
    public required string Id
    {
        get => _id;
        init => _id = value.Length is > 0 and <= MaxIdLength && !value.AsSpan().ContainsAnyExcept(InIds) && !value.Contains("..", StringComparison.Ordinal)
            ? value
            : throw new ArgumentException("The id of a mail is 1 to 200 of A-Z a-z 0-9 _ - . and /.", nameof(value));
    }

    /// <summary>What kind of message it is, e.g. <c>verify-email</c>: what a sender may count and a reader filter by.</summary>
    public required string Kind { get; init; }

    /// <summary>The address that it goes to.</summary>
    /// <exception cref="ArgumentException">It has control characters, which would end the header that it stands in.</exception>
    public required string To
    {
        get => _to;
        init => _to = OneLine(value);
    }

    /// <summary>Its subject, on one line.</summary>
    /// <exception cref="ArgumentException">It has control characters.</exception>
    public required string Subject
    {
        get => _subject;
        init => _subject = OneLine(value);
    }

    /// <summary>Its text, lines parted by <c>\n</c>.</summary>
    public required string Text { get; init; }

    /// <summary>The same as a page of HTML; null where there is only the text.</summary>
    public string? Html { get; init; }

    /// <summary>From when on nobody has any use for it, such as when the token in it has run out: it is not sent then. Null for never.</summary>
    public DateTimeOffset? GoodUntil { get; init; }

    /// <summary>Without address, subject and text, so that no log can hold them.</summary>
    public override string ToString() => $"MailMessage {{ {Id} }}";

    private static string OneLine(string value) => value.AsSpan().IndexOfAnyInRange('\0', '\x1f') < 0 && !value.Contains('\x7f', StringComparison.Ordinal)
        ? value
        : throw new ArgumentException("A header of a mail is one line.", nameof(value));
}
