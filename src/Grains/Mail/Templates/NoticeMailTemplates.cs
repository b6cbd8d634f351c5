namespace RelayKit.Mail.Templates;

/// <summary>The operator's messages to every account.</summary>
public static class NoticeMailTemplates
{
    /// <summary>A notice, such as that the privacy policy changes.</summary>
    /// <param name="kind">What kind of notice, e.g. <c>policy-change</c>.</param>
    /// <param name="subject">Its subject, in the operator's words.</param>
    /// <param name="text">Its text, in the operator's words.</param>
    /// <param name="effectiveAt">From when on it holds.</param>
    public static MailContent Notice(string kind, string subject, string text, DateTimeOffset effectiveAt)
    {
        var draft = new MailDraft(kind, subject);
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            draft.Say(paragraph.Trim('\n'));
        }

        return draft.Say($"This holds from {effectiveAt.Day()} on.").Build();
    }
}
