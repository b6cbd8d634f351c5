using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace RelayKit.UnitTests.Architecture;

/// <summary>Who may know whom (CONTRIBUTING.md), read from the projects, the assemblies and the sources themselves.</summary>
public sealed class ReferenceRulesTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["LiveKit"] = [],
        ["LiveKit.Simulator"] = [],
        ["Grains"] = ["LiveKit"],
        ["Mail"] = ["Grains"],
        ["Resend.Simulator"] = [],
        ["Storage"] = ["Grains"],
        ["Stripe"] = ["Grains"],
        ["Stripe.Simulator"] = [],
        ["Supabase"] = [],
        ["Api"] = ["Grains", "LiveKit", "Mail", "Storage", "Stripe", "Supabase"],
        ["Silo"] = ["Api", "Grains", "LiveKit", "Mail", "Storage", "Stripe", "Supabase"],
        ["Client"] = [],
        ["Cli"] = ["Client", "Storage"],
    };

    private static readonly string[] Drawers = ["Util", "Utils", "Helper", "Helpers", "Common", "Manager", "Misc"];

    private static readonly Assembly[] Assemblies =
        [.. new[] { "LiveKit", "Grains", "Mail", "Storage", "Stripe", "Supabase", "Api", "Silo" }.Select(name => Assembly.Load($"RelayKit.{name}"))];

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_it_may(string project)
    {
        var file = XDocument.Load(Path.Combine(Source(), project, $"RelayKit.{project}.csproj"));
        var references = file.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!.Value.Replace('\\', '/')))
            .Select(name => name["RelayKit.".Length..]);

        Assert.Empty(references.Except(Allowed[project]));
    }

    [Fact]
    public void Every_project_has_its_rule() =>
        Assert.Equal(Allowed.Keys.Order(), Directory.EnumerateDirectories(Source()).Select(Path.GetFileName).Order());

    [Theory]
    [InlineData("Npgsql", "RelayKit.Storage")]
    [InlineData("dbup-postgresql", "RelayKit.Storage")]
    [InlineData("AWSSDK.Core", "RelayKit.Storage")]
    [InlineData("AWSSDK.S3", "RelayKit.Storage")]
    [InlineData("AWSSDK.SecurityToken", "RelayKit.Storage")]
    [InlineData("MailKit", "RelayKit.Mail")]
    [InlineData("MimeKit", "RelayKit.Mail")]
    [InlineData("Google.Protobuf", "RelayKit.LiveKit")]
    [InlineData("Stripe.net", "RelayKit.Stripe")]
    [InlineData("Microsoft.IdentityModel.JsonWebTokens", "RelayKit.Storage", "RelayKit.Supabase")]
    public void Each_external_library_is_known_to_its_projects(string library, params string[] owners) => Assert.All(
        Assemblies.Where(assembly => !owners.Contains(assembly.GetName().Name)),
        assembly => Assert.DoesNotContain(library, assembly.GetReferencedAssemblies().Select(name => name.Name)));

    [Fact]
    public void The_client_depends_on_nothing_but_NET() => Assert.All(
        Assembly.Load("RelayKit.Client").GetReferencedAssemblies(), name => Assert.StartsWith("System.", name.Name, StringComparison.Ordinal));

    [Fact]
    public void LiveKits_protobuf_types_stay_inside() => Assert.DoesNotContain(
        Assembly.Load("RelayKit.LiveKit").GetExportedTypes(), type => type.Namespace == "RelayKit.LiveKit.Protocol");

    [Fact]
    public void Grains_and_stores_are_internal_and_sealed()
    {
        var grains = TypesOf("RelayKit.Grains").Where(type => typeof(Grain).IsAssignableFrom(type));
        var stores = TypesOf("RelayKit.Storage").Where(type => type.Name.StartsWith("Postgres", StringComparison.Ordinal) && type.Name.EndsWith("Store", StringComparison.Ordinal));

        var concrete = grains.Concat(stores).ToList();
        Assert.True(concrete.Count >= 7, "grains and stores are looked for by name; none found means that the test looks wrongly");
        Assert.All(concrete, type => Assert.True(type is { IsNotPublic: true, IsSealed: true }, type.FullName));
    }

    [Fact]
    public void Everything_that_Orleans_serialises_has_a_stable_name() => Assert.All(
        Assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null),
        type => Assert.True(type.GetCustomAttribute<AliasAttribute>() is not null, type.FullName));

    /// <summary>Of two in one section a setting of the one would be one of the other, or be passed over in silence.</summary>
    [Fact]
    public void Each_options_have_a_section_of_their_own()
    {
        var sections = Assemblies.SelectMany(assembly => assembly.GetTypes())
            .Select(type => (type.FullName, Section: type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string))
            .Where(options => options.Section is not null)
            .ToLookup(options => options.Section!, options => options.FullName);

        Assert.True(sections.Count >= 20, "sections are looked for by name; none found means that the test looks wrongly");
        Assert.All(sections, section => Assert.Single(section));
    }

    /// <summary>Data Protection has the name of a web framework, and nothing of one.</summary>
    [Fact]
    public void HTTP_ends_at_the_Api() => Assert.All(
        Assemblies.Where(assembly => assembly.GetName().Name is "RelayKit.Grains" or "RelayKit.Mail" or "RelayKit.Storage" or "RelayKit.LiveKit" or "RelayKit.Stripe" or "RelayKit.Supabase"),
        assembly => Assert.DoesNotContain(
            assembly.GetReferencedAssemblies(), name => name.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                && !name.Name.StartsWith("Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal)));

    [Fact]
    public void Time_comes_from_a_TimeProvider() => Assert.Empty(
        Directory.EnumerateFiles(Source(), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file) is var text
                && (text.Contains("DateTime.UtcNow", StringComparison.Ordinal)
                    || text.Contains("DateTime.Now", StringComparison.Ordinal)
                    || text.Contains("DateTimeOffset.UtcNow", StringComparison.Ordinal)
                    || text.Contains("DateTimeOffset.Now", StringComparison.Ordinal)))
            .Select(Path.GetFileName));

    [Fact]
    public void No_file_is_a_drawer() => Assert.DoesNotContain(
        Directory.EnumerateFiles(Source(), "*.cs", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension),
        name => Drawers.Any(drawer => name!.EndsWith(drawer, StringComparison.Ordinal)));

    private static IEnumerable<Type> TypesOf(string assembly) =>
        Assembly.Load(assembly).GetTypes().Where(type => type.GetCustomAttribute<CompilerGeneratedAttribute>() is null);

    private static string Source([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src"));
}
