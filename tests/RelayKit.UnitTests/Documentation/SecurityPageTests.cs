using System.Text.RegularExpressions;
using RelayKit.UnitTests.Deploy;

namespace RelayKit.UnitTests.Documentation;

/// <summary>docs/security.md promises by naming tests: each test and each file that it names is there.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(DeployFiles.Root, "docs", "security.md"));

    public static TheoryData<string> Tests => [.. TestName().Matches(Page).Select(static match => match.Groups["name"].Value).Distinct()];

    public static TheoryData<string> Paths => [.. PathName().Matches(Page).Select(static match => match.Groups["path"].Value).Distinct()];

    [Theory]
    [MemberData(nameof(Tests))]
    public void A_test_that_is_named_exists(string name)
    {
        var parts = name.Split('.');
        var (test, type) = (parts[^1], parts[^2]);
        var space = string.Join('.', parts[..^2]);
        var project = string.Join('.', parts[..2]);
        var sources = Directory.EnumerateFiles(Path.Combine(DeployFiles.Root, "tests", project), $"{type}.cs", SearchOption.AllDirectories).Select(File.ReadAllText);

        Assert.Contains(sources, source =>
            source.Contains($"namespace {space};", StringComparison.Ordinal) && Regex.IsMatch(source, $@"\[(Fact|Theory)\][^\n]*\n(\s*\[[^\n]*\n)*\s*public [^\n]*\b{test}\("));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_file_or_folder_that_is_named_exists(string path) =>
        Assert.True(Path.Exists(Path.Combine(DeployFiles.Root, path)), path);

    [Fact]
    public void Every_risk_and_every_chapter_has_its_line()
    {
        Assert.All(Enumerable.Range(1, 10), static number => Assert.Contains($"| API{number} ", Page, StringComparison.Ordinal));
        Assert.All(Enumerable.Range(1, 17), static number => Assert.Contains($"| V{number} ", Page, StringComparison.Ordinal));
        Assert.True(Tests.Count >= 40 && Paths.Count >= 10, "The patterns find too little to be right.");
    }

    [GeneratedRegex(@"`(?<name>RelayKit\.\w+Tests(\.\w+)+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"`(?<path>(src|tests|docs|deploy|scripts)/[\w./-]*)`")]
    private static partial Regex PathName();
}
