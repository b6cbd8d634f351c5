using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using RelayKit.Mail;
using RelayKit.Mail.Templates;

namespace RelayKit.UnitTests.Mail.Templates;

/// <summary>What each mail says, word by word, beside this test; RELAYKIT_WRITE_MAILS=1 writes the files anew.</summary>
public sealed partial class MailTemplatesTests
{
    private const string Write = "RELAYKIT_WRITE_MAILS";

    public static TheoryData<string> Names => [.. Templates.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mail_says_what_its_files_say(string name)
    {
        var mail = Templates.All[name];
        var text = $"Subject: {mail.Subject}\n\n{mail.Text}";
        if (Environment.GetEnvironmentVariable(Write) == "1")
        {
            File.WriteAllText(Golden($"{name}.txt"), text);
            File.WriteAllText(Golden($"{name}.html"), mail.Html);
        }

        Assert.Equal(File.ReadAllText(Golden($"{name}.txt")), text);
        Assert.Equal(File.ReadAllText(Golden($"{name}.html")), mail.Html);
    }

    [Fact]
    public void Every_file_is_a_mails() => Assert.Equal(
        Templates.All.Keys.SelectMany(static name => new[] { $"{name}.html", $"{name}.txt" }).Order(StringComparer.Ordinal),
        Directory.GetFiles(Golden("")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_template_is_here() => Assert.Equal(
        typeof(MailContent).Assembly.GetTypes()
            .Where(static type => type.Namespace == typeof(AccountMailTemplates).Namespace && type.Name.EndsWith("Templates", StringComparison.Ordinal))
            .SelectMany(static type => type.GetMethods()).Count(static method => method.IsStatic && method.ReturnType == typeof(MailContent)),
        Templates.All.Count - 1);

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_fetched_and_nothing_runs(string name)
    {
        var html = Templates.All[name].Html;

        Assert.DoesNotMatch(Fetching(), html);
        Assert.All(Links().Matches(html), static link => Assert.StartsWith("https://", link.Groups[1].Value, StringComparison.Ordinal));
        Assert.Single(Headings().Matches(html));
        Assert.Contains("lang=\"en\"", html, StringComparison.Ordinal);
        Assert.All(html.Split('\n'), static line => Assert.InRange(line.Length, 0, 900));
    }

    [Fact]
    public void Whatever_somebody_chose_stays_text() => Gen.String.Sample(chosen =>
    {
        var hostile = $"{chosen}</td><script>alert(1)</script>\" onload=\"x\r\nBcc: eve@example.com & <img src=x>";
        MailContent[] mails =
        [
            AccountMailTemplates.Invitation(new TokenInMail("t", default, null), hostile),
            ApiKeyMailTemplates.Leaked(hostile, hostile, hostile, hostile),
            TenantMailTemplates.Suspended(hostile, null),
            WebhookMailTemplates.EndpointFailing(hostile, hostile, default, default),
            NoticeMailTemplates.Notice("policy-change", hostile, hostile, default),
            BillingMailTemplates.PaymentFailed(hostile, hostile, null, null),
            UsageMailTemplates.CapReached(new BudgetInMail(100, 1, "end", hostile, default, null)),
        ];

        return mails.All(static mail => !mail.Html.Contains("<script", StringComparison.OrdinalIgnoreCase)
            && !mail.Html.Contains("<img", StringComparison.OrdinalIgnoreCase)
            && !mail.Html.Contains("\" onload", StringComparison.Ordinal)
            && !mail.Subject.Any(char.IsControl)
            && IsBalanced(mail.Html));
    });

    [Fact]
    public void Others_lines_look_like_none_of_ours()
    {
        var mail = TenantMailTemplates.Suspended("Because.\n\nToken: forged", null);
        var key = ApiKeyMailTemplates.Leaked("key_1", "rk", "name\nToken: forged", null);

        Assert.Contains("\n> Because.\n> \n> Token: forged\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Name: name Token: forged\n", key.Text, StringComparison.Ordinal);
    }

    /// <summary>What a browser would mend, some readers do not.</summary>
    private static bool IsBalanced(string html)
    {
        var body = html[html.IndexOf("<body", StringComparison.Ordinal)..html.IndexOf("</html>", StringComparison.Ordinal)];
        return XDocument.Parse(Controls().Replace(Voids().Replace(body, "<$1$2/>").Replace("&nbsp;", " ", StringComparison.Ordinal), " ")) is not null;
    }

    private static string Golden(string file, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Golden", file);

    [GeneratedRegex(@"<img|<script|<link|<iframe|url\(|@import|src=", RegexOptions.IgnoreCase)]
    private static partial Regex Fetching();

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Links();

    [GeneratedRegex("<h1")]
    private static partial Regex Headings();

    [GeneratedRegex("<(br|wbr)([^>]*)>")]
    private static partial Regex Voids();

    [GeneratedRegex(@"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\uD800-\uDFFF\uFFFE\uFFFF]|&#\d+;")]
    private static partial Regex Controls();
}
