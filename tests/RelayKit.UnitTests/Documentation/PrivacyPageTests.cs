using System.Text.RegularExpressions;
using RelayKit.UnitTests.Deploy;

namespace RelayKit.UnitTests.Documentation;

/// <summary>docs/privacy.md says of each promise where it is kept and which test would fail: all that it names is there.</summary>
public sealed partial class PrivacyPageTests
{
    /// <summary>What the policy promises is counted in the product's own list; a promise that is not on the page yet is missing there.</summary>
    private const int Promises = 18;

    private static readonly (string Promise, string Code, string Tests)[] Rows =
    [
        .. File.ReadLines(Path.Combine(DeployFiles.Root, "docs", "privacy.md"))
            .SkipWhile(static line => !line.StartsWith("| promise |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(static line => line.StartsWith('|'))
            .Select(static line => line.Split(" |")).Select(static cells => (cells[0].TrimStart('|', ' '), cells[1], cells[2])),
    ];

    /// <summary>Recordings are not there yet, and say so.</summary>
    public static TheoryData<string> Kept => [.. Rows.Where(static row => !row.Code.Contains("not yet there", StringComparison.Ordinal)).Select(static row => row.Promise)];

    [Fact]
    public void Every_promise_has_its_line() => Assert.True(Kept.Count >= Promises, $"{Kept.Count} promises were found on the page.");

    [Theory]
    [MemberData(nameof(Kept))]
    public void The_code_that_is_named_is_there(string promise) => Assert.All(
        SourcePath().Matches(Row(promise).Code).Select(static match => match.Groups["path"].Value),
        path => Assert.True(Path.Exists(Path.Combine(DeployFiles.Root, "src", path)), path));

    [Theory]
    [MemberData(nameof(Kept))]
    public void The_tests_that_are_named_are_there(string promise)
    {
        var places = TestPath().Matches(Row(promise).Tests);
        Assert.NotEmpty(places);
        foreach (Match place in places)
        {
            var path = Path.Combine(DeployFiles.Root, "tests", $"RelayKit.{place.Groups["path"].Value}");
            Assert.True(Directory.Exists(path) || File.Exists($"{path}.cs"), path);
            foreach (Capture test in place.Groups["test"].Captures)
            {
                Assert.Contains($" {test.Value}(", File.ReadAllText($"{path}.cs"), StringComparison.Ordinal);
            }
        }
    }

    private static (string Promise, string Code, string Tests) Row(string promise) => Rows.Single(row => row.Promise == promise);

    [GeneratedRegex(@"`(?<path>(Api|Grains|Silo|Storage|Supabase)/[\w./-]+)`")]
    private static partial Regex SourcePath();

    /// <summary>A folder or a class, and after a colon the names of tests in it: they begin with a capital.</summary>
    [GeneratedRegex(@"`(?<path>\w+Tests(/\w+)+)`(:( ?,? ?`(?<test>[A-Z]\w+)`)+)?")]
    private static partial Regex TestPath();
}
