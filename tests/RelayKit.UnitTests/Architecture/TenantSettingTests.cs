using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace RelayKit.UnitTests.Architecture;

/// <summary>A tenant is named in one place, for one transaction. What is set for a session would be there for the next request of the connection.</summary>
public sealed partial class TenantSettingTests
{
    [Fact]
    public void Every_setting_that_code_or_a_migration_makes_ends_with_its_transaction()
    {
        var calls = Sources().SelectMany(static file => SetConfig().Matches(File.ReadAllText(file)).Select(call => (File: Path.GetFileName(file), Call: call.Value))).ToList();

        Assert.NotEmpty(calls);
        Assert.All(calls, static found => Assert.EndsWith(", true)", found.Call, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_set_for_a_session_by_a_statement() => Assert.Empty(Sources()
        .Where(static file => SessionSet().IsMatch(File.ReadAllText(file)))
        .Select(Path.GetFileName));

    [Fact]
    public void The_tenant_is_named_in_one_place() => Assert.Equal(
        ["TenantScope.cs"],
        Sources().Where(static file => file.EndsWith(".cs", StringComparison.Ordinal) && File.ReadAllText(file).Contains("app.tenant_id", StringComparison.Ordinal)).Select(Path.GetFileName));

    private static IEnumerable<string> Sources([CallerFilePath] string here = "") =>
        Directory.EnumerateFiles(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src")), "*.*", SearchOption.AllDirectories)
            .Where(static file => Path.GetExtension(file) is ".cs" or ".sql");

    [GeneratedRegex(@"set_config\([^)]*\)")]
    private static partial Regex SetConfig();

    [GeneratedRegex(@"""\s*set (session )?(app\.|role|session)", RegexOptions.IgnoreCase)]
    private static partial Regex SessionSet();
}
