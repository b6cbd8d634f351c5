namespace RelayKit.Mail;

/// <summary>What a mail says, whoever it goes to. Made by the templates in <see cref="RelayKit.Mail.Templates"/>.</summary>
public sealed record MailContent
{
    /// <summary>What kind of message it is, e.g. <c>verify-email</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its subject, on one line.</summary>
    public required string Subject { get; init; }

    /// <summary>Its text, lines parted by <c>\n</c>.</summary>
    public required string Text { get; init; }

    /// <summary>The same as a page of HTML.</summary>
    public required string Html { get; init; }

    /// <summary>From when on nobody has any use for it; null for never.</summary>
    public DateTimeOffset? GoodUntil { get; init; }

    /// <summary>The message that says it to somebody.</summary>
    /// <param name="address">The address.</param>
    /// <param name="id"><see cref="MailMessage.Id"/>: made of the fact that it tells of, so that it is sent once.</param>
    public MailMessage To(string address, string id) => new()
    {
        Id = id,
        Kind = Kind,
        To = address,
        Subject = Subject,
        Text = Text,
        Html = Html,
        GoodUntil = GoodUntil,
    };

    /// <summary>Without subject and text, so that no log can hold them.</summary>
    public override string ToString() => $"MailContent {{ {Kind} }}";
}
