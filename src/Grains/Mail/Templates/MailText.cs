using System.Text;

namespace RelayKit.Mail.Templates;

/// <summary>A mail as plain text: blocks parted by empty lines, lines by <c>\n</c>.</summary>
internal static class MailText
{
    /// <summary>What stands below every mail.</summary>
    public const string Footer = "This mail was sent by RelayKit, since it concerns you there.";

    public static string Of(IEnumerable<MailBlock> blocks)
    {
        var text = new StringBuilder();
        foreach (var block in blocks)
        {
            Write(text, block);
            text.Append("\n\n");
        }

        return text.Append("-- \n").Append(Footer).Append('\n').ToString();
    }

    private static void Write(StringBuilder text, MailBlock block)
    {
        switch (block)
        {
            case MailBlock.Paragraph paragraph:
                text.Append(paragraph.Text);
                break;
            case MailBlock.Quote quote:
                text.Append("> ").Append(quote.Text.Replace("\n", "\n> ", StringComparison.Ordinal));
                break;
            case MailBlock.Facts facts:
                text.AppendJoin('\n', facts.Lines.Select(static line => $"{line.Name}: {line.Value}"));
                break;
            case MailBlock.Action action:
                text.Append(action.Label).Append(":\n").Append(action.Url);
                break;
            case MailBlock.Code code:
                text.Append(code.Name).Append(": ").Append(code.Value);
                break;
        }
    }
}
