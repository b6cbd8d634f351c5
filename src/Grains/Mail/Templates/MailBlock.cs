using System.Collections.Immutable;

namespace RelayKit.Mail.Templates;

/// <summary>A part of a mail, from which its text and its HTML are written alike.</summary>
internal abstract record MailBlock
{
    /// <summary>A paragraph of RelayKit's own words.</summary>
    internal sealed record Paragraph(string Text) : MailBlock;

    /// <summary>Words that somebody else chose, set apart so that nobody takes them for RelayKit's. May have several lines.</summary>
    internal sealed record Quote(string Text) : MailBlock;

    /// <summary>Names with their values, a line each.</summary>
    internal sealed record Facts(ImmutableArray<(string Name, string Value)> Lines) : MailBlock;

    /// <summary>The one thing that whoever reads it may want to do.</summary>
    internal sealed record Action(string Label, string Url) : MailBlock;

    /// <summary>What is to be copied: a token, a certificate.</summary>
    internal sealed record Code(string Name, string Value) : MailBlock;
}
