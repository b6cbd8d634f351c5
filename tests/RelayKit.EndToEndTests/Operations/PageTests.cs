using System.Net;
using System.Text.RegularExpressions;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Operations;

/// <summary>The pages that people open in a browser: they are allowed what they need, by name, and nothing from anywhere else.</summary>
[Collection(SharedStackTests.Name)]
public sealed partial class PageTests(StackFixture stack)
{
    [Fact]
    public async Task The_references_scripts_are_its_own_and_bear_the_nonce_of_their_answer()
    {
        var (one, other) = (await PageAsync("/docs/"), await PageAsync("/docs/"));
        var nonce = Nonce().Match(one.Headers["Content-Security-Policy"]).Groups["nonce"].Value;

        Assert.NotEqual(nonce, Nonce().Match(other.Headers["Content-Security-Policy"]).Groups["nonce"].Value);
        Assert.Equal(
            $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            one.Headers["Content-Security-Policy"]);
        var scripts = Script().Matches(one.Body);
        Assert.NotEmpty(scripts);
        Assert.All(scripts, script => Assert.Contains($"nonce=\"{nonce}\"", WebUtility.HtmlDecode(script.Value), StringComparison.Ordinal));
        Assert.All(AddressOf().Matches(one.Body), static address => Assert.DoesNotContain("://", address.Value, StringComparison.Ordinal));
        Assert.Equal("same-origin", one.Headers["Cross-Origin-Opener-Policy"]);
    }

    [Fact]
    public async Task What_the_reference_loads_is_served_to_it()
    {
        var page = await PageAsync("/docs/");
        foreach (Match source in Source().Matches(page.Body))
        {
            var path = source.Groups["path"].Value;
            var script = (await stack.Anonymous.GetAsync(path.StartsWith('/') ? path : $"/docs/{path}")).Expect(HttpStatusCode.OK);
            Assert.Contains("javascript", script.Headers["Content-Type"], StringComparison.Ordinal);
            Assert.Equal("nosniff", script.Headers["X-Content-Type-Options"]);
        }

        (await stack.Anonymous.GetAsync("/openapi/v1.json")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_page_of_errors_runs_nothing_and_its_one_style_is_known_by_its_hash()
    {
        var page = await PageAsync("/docs/errors");
        var style = Style().Match(page.Body).Groups["text"].Value;
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style)));

        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", page.Headers["Content-Security-Policy"]);
        Assert.DoesNotContain("<script", page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("style=", page.Body, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<ApiAnswer> PageAsync(string path)
    {
        var page = (await stack.Anonymous.GetAsync(path)).Expect(HttpStatusCode.OK);
        Assert.StartsWith("text/html", page.Headers["Content-Type"], StringComparison.Ordinal);
        return page;
    }

    [GeneratedRegex("'nonce-(?<nonce>[^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Script();

    [GeneratedRegex("(src|href)=\"(?<path>[^\"]+)\"")]
    private static partial Regex AddressOf();

    [GeneratedRegex("<script[^>]*src=\"(?<path>[^\"]+)\"")]
    private static partial Regex Source();

    [GeneratedRegex("<style>(?<text>.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();
}
