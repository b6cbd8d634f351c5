using System.Collections.Immutable;

namespace RelayKit.Mail.Templates;

/// <summary>A mail in the making: what it says, block by block. Its text and its HTML say the same.</summary>
/// <param name="kind"><see cref="MailContent.Kind"/>.</param>
/// <param name="subject">Its subject; what others chose in it loses its control characters.</param>
internal sealed class MailDraft(string kind, string subject)
{
    private readonly string _subject = OneLine(subject);
    private readonly List<MailBlock> _blocks = [];

    /// <summary>A paragraph of RelayKit's own words; none where there are none.</summary>
    public MailDraft Say(string? text)
    {
        if (text is { Length: > 0 })
        {
            _blocks.Add(new MailBlock.Paragraph(text));
        }

        return this;
    }

    /// <summary>Words of somebody else's.</summary>
    public MailDraft Quote(string text)
    {
        _blocks.Add(new MailBlock.Quote(string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(OneLine))));
        return this;
    }

    /// <summary>Names with values; what has none is left out.</summary>
    public MailDraft Facts(params ReadOnlySpan<(string Name, string? Value)> lines)
    {
        var facts = ImmutableArray.CreateBuilder<(string, string)>(lines.Length);
        foreach (var (name, value) in lines)
        {
            if (value is { Length: > 0 })
            {
                facts.Add((name, OneLine(value)));
            }
        }

        if (facts.Count > 0)
        {
            _blocks.Add(new MailBlock.Facts(facts.DrainToImmutable()));
        }

        return this;
    }

    /// <summary>A link to follow; none where there is no address.</summary>
    public MailDraft Action(string label, string? url)
    {
        if (url is not null)
        {
            _blocks.Add(new MailBlock.Action(label, url));
        }

        return this;
    }

    /// <summary>What is to be copied.</summary>
    public MailDraft Code(string name, string value)
    {
        _blocks.Add(new MailBlock.Code(name, OneLine(value)));
        return this;
    }

    /// <summary>The mail.</summary>
    /// <param name="goodUntil">From when on nobody has any use for it; null for never.</param>
    public MailContent Build(DateTimeOffset? goodUntil = null) => new()
    {
        Kind = kind,
        Subject = _subject,
        Text = MailText.Of(_blocks),
        Html = MailHtml.Of(_subject, _blocks),
        GoodUntil = goodUntil,
    };

    /// <summary>What somebody chose is not to look like lines of ours.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(static c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));
}
