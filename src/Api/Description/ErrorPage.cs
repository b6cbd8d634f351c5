using System.Net;
using System.Text;
using RelayKit.Api.Hardening;
using RelayKit.Api.Problems;

namespace RelayKit.Api.Description;

/// <summary>The catalogue of error codes, as docs/errors.md and as the page <c>/docs/errors</c>.</summary>
internal static class ErrorPage
{
    private const string Path = "/docs/errors";

    private const string Style =
        """
        body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}code{background:#8882;padding:.1em .3em;border-radius:.2em}
        h2{margin-top:2rem;font-size:1.1rem}:root{color-scheme:light dark}
        """;

    private static readonly Lazy<string> Page = new(Html);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, static (HttpContext context) =>
        {
            PageSecurity.AllowStyle(context, Style);
            return Results.Text(Page.Value, "text/html; charset=utf-8");
        }).ExcludeFromDescription();

    /// <summary>As docs/errors.md has it.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder(
            """
            # Error codes

            Every error of the API is `application/problem+json` (RFC 9457) with one of these codes. A code always comes with the same status and never
            changes its meaning; go by it, not by `detail`, which is for people. Written from `src/Api/Problems/ProblemKinds.*.cs`; the API itself
            shows this list at `/docs/errors`.

            """.ReplaceLineEndings("\n"));
        foreach (var kind in InOrder())
        {
            text.Append('\n').Append($"## {kind.Code}\n\nStatus {kind.Status}. {kind.Cause}\n\n{kind.Mend}\n");
        }

        return text.ToString();
    }

    private static IEnumerable<ProblemKind> InOrder() =>
        ProblemKinds.ByCode.Values.OrderBy(static kind => kind.Status).ThenBy(static kind => kind.Code, StringComparer.Ordinal);

    private static string Html()
    {
        var text = new StringBuilder(
            $"""
            <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>RelayKit: error codes</title>
            <style>{Style}</style>
            <h1>Error codes</h1><p>Every error is <code>application/problem+json</code> with one of these codes. <a href="/docs/">API reference</a></p>
            """);
        foreach (var kind in InOrder())
        {
            text.Append($"<h2 id=\"{kind.Code}\"><code>{kind.Code}</code> <small>{kind.Status}</small></h2><p>{Inline(kind.Cause)}</p><p>{Inline(kind.Mend)}</p>");
        }

        return text.Append("</html>").ToString();
    }

    /// <summary>Escapes a sentence, with what stands in backquotes as code.</summary>
    private static string Inline(string sentence)
    {
        var parts = sentence.Split('`');
        return string.Concat(parts.Select((part, i) => i % 2 == 1 ? $"<code>{WebUtility.HtmlEncode(part)}</code>" : WebUtility.HtmlEncode(part)));
    }
}
