using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace RelayKit.Storage;

/// <summary>One forward-only step of the schema.</summary>
/// <param name="Name">File name such as <c>0001_orleans.sql</c>; its order is the order of application.</param>
/// <param name="Sql">The statements, run in one transaction.</param>
internal sealed record MigrationScript(string Name, string Sql)
{
    /// <summary>Lower-case hexadecimal SHA-256 of the text with LF line ends, so that a checkout's line ends do not count as a change.</summary>
    internal string Checksum { get; } = Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The scripts embedded in this assembly, in the order of their names.</summary>
    internal static IReadOnlyList<MigrationScript> Embedded()
    {
        const string Prefix = "RelayKit.Storage.Migrations.";
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => new MigrationScript(name[Prefix.Length..], ReadText(assembly, name))),
        ];
    }

    private static string ReadText(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
