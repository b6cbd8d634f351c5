using System.Net;
using System.Text;

namespace RelayKit.Mail.Templates;

/// <summary>
/// A mail as a page of HTML: one column, nothing that is fetched from anywhere, readable in light and dark, and with what it says in the order in which it is
/// read out. Styles stand on the elements, since some readers drop a sheet; the sheet only says what changes in the dark.
/// </summary>
internal static class MailHtml
{
    private const string Font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
    private const string Mono = "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace";

    private const string Sheet =
        """
        :root{color-scheme:light dark;supported-color-schemes:light dark}
        @media (prefers-color-scheme:dark){
        .page{background:#14171c!important}
        .card{background:#1d2128!important;border-color:#343a44!important}
        .text,.name,.title{color:#e8ebef!important}
        .soft{color:#a9b1bc!important}
        .box{background:#272c35!important;color:#e8ebef!important;border-color:#4a5260!important}
        .link{color:#8ab4ff!important}
        .action{background:#8ab4ff!important;color:#10131a!important}
        }
        """;

    /// <param name="subject">The mail's subject, which is the page's title and heading.</param>
    /// <param name="blocks">What it says.</param>
    public static string Of(string subject, IEnumerable<MailBlock> blocks)
    {
        var html = new StringBuilder();
        html.Append(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="supported-color-schemes" content="light dark">
            <title>{Escape(subject)}</title>
            <style>
            {Sheet}
            </style>
            </head>
            <body class="page" style="margin:0;padding:0;background:#f3f4f6">
            <table role="presentation" width="100%" cellspacing="0" cellpadding="0" class="page" style="background:#f3f4f6">
            <tr><td align="center" style="padding:24px 12px">
            <table role="presentation" width="100%" cellspacing="0" cellpadding="0" style="max-width:560px">
            <tr><td class="soft" style="padding:0 4px 12px;{Font};font-size:14px;font-weight:600;color:#4b5563">RelayKit</td></tr>
            <tr><td class="card" style="background:#ffffff;border:1px solid #e0e3e8;border-radius:8px;padding:28px 28px 12px">
            <h1 class="title" style="margin:0 0 16px;{Font};font-size:20px;line-height:1.35;font-weight:600;color:#111827">{Escape(subject)}</h1>

            """);
        foreach (var block in blocks)
        {
            Write(html, block);
            html.Append('\n');
        }

        html.Append(
            $"""
            </td></tr>
            <tr><td class="soft" style="padding:14px 4px 0;{Font};font-size:13px;line-height:1.5;color:#4b5563">{Escape(MailText.Footer)}</td></tr>
            </table>
            </td></tr>
            </table>
            </body>
            </html>

            """);
        return html.ToString().ReplaceLineEndings("\n");
    }

    private static void Write(StringBuilder html, MailBlock block)
    {
        const string Body = $"margin:0 0 16px;{Font};font-size:16px;line-height:1.55;color:#1f2937;overflow-wrap:anywhere";
        switch (block)
        {
            case MailBlock.Paragraph paragraph:
                html.Append($"<p class=\"text\" style=\"{Body}\">{Lines(paragraph.Text)}</p>");
                break;
            case MailBlock.Quote quote:
                html.Append($"<blockquote class=\"box\" style=\"margin:0 0 16px;padding:10px 14px;border-left:3px solid #9ca3af;background:#f3f4f6;{Font};font-size:15px;line-height:1.55;color:#1f2937;overflow-wrap:anywhere\">{Lines(quote.Text)}</blockquote>");
                break;
            case MailBlock.Facts facts:
                html.Append("<table cellspacing=\"0\" cellpadding=\"0\" style=\"margin:0 0 16px;border-collapse:collapse\">\n");
                foreach (var (name, value) in facts.Lines)
                {
                    html.Append($"<tr><th scope=\"row\" align=\"left\" valign=\"top\" class=\"soft\" style=\"padding:3px 16px 3px 0;{Font};font-size:15px;line-height:1.5;font-weight:400;color:#4b5563;white-space:nowrap\">{Escape(name)}</th><td class=\"text\" style=\"padding:3px 0;{Font};font-size:15px;line-height:1.5;color:#1f2937;overflow-wrap:anywhere\">{Escape(value)}</td></tr>\n");
                }

                html.Append("</table>");
                break;
            case MailBlock.Action action:
                html.Append($"<p style=\"margin:0 0 16px;{Font};font-size:16px\"><a class=\"action\" href=\"{Escape(action.Url)}\" style=\"display:inline-block;padding:11px 20px;border-radius:6px;background:#1d4ed8;color:#ffffff;font-weight:600;text-decoration:none\">{Escape(action.Label)}</a></p>");
                break;
            case MailBlock.Code code:
                html.Append($"<p class=\"soft\" style=\"margin:0 0 4px;{Font};font-size:14px;color:#4b5563\">{Escape(code.Name)}</p>\n");
                html.Append($"<p class=\"box\" style=\"margin:0 0 16px;padding:10px 12px;border:1px solid #e0e3e8;border-radius:6px;background:#f3f4f6;{Mono};font-size:14px;line-height:1.5;color:#1f2937;overflow-wrap:anywhere;word-break:break-all\">{Broken(code.Value)}</p>");
                break;
        }
    }

    private static string Lines(string text) => Escape(text).Replace("\n", "<br>\n", StringComparison.Ordinal);

    /// <summary>A value may be far longer than the line that a mail may have (RFC 5322: 998), so its source has a break that shows nowhere.</summary>
    private static string Broken(string value) => string.Join("<wbr>\n", value.Chunk(200).Select(static part => Escape(new string(part))));

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
