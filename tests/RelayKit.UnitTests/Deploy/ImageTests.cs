using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RelayKit.UnitTests.Deploy;

/// <summary>Images: each is pinned, ours by the version of this code, and built from exactly the projects that it holds.</summary>
public sealed partial class ImageTests
{
    private static readonly string[] Ours = ["Silo", "Api"];

    private static readonly List<string> Named =
    [
        .. DeployFiles.Compose["services"].Entries.Select(service => service.Value["image"].Text).Concat(Ours.SelectMany(Bases)).Distinct(),
    ];

    public static TheoryData<string> Programs => [.. Ours];

    public static TheoryData<string> Images => [.. Named];

    [Theory]
    [MemberData(nameof(Images))]
    public void An_image_is_pinned_by_its_tag(string image) => Assert.Matches(Pinned(), image);

    [Fact]
    public void Our_images_carry_the_version_of_this_code()
    {
        var version = XDocument.Load(Path.Combine(DeployFiles.Root, "Directory.Build.props")).Descendants("VersionPrefix").Single().Value;
        var kustomized = DeployFiles.Yaml.Where(file => file.EndsWith("kustomization.yaml", StringComparison.Ordinal))
            .SelectMany(DeployFiles.Documents).SelectMany(document => document["images"].Items).ToList();

        Assert.Equal(3, kustomized.Count);
        Assert.All(kustomized, image => Assert.Equal(version, image["newTag"].Text));
        Assert.All(DeployFiles.Kubernetes.SelectMany(document => document.Everywhere("image")), image => Assert.Contains(image.Text, kustomized.Select(k => k["name"].Text)));
        Assert.Contains($"relaykit/silo:{version}", Named);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_restore_layer_knows_every_project_and_no_other(string program) => Assert.Equal(
        ProjectsOf(program).Select(name => $"src/{name}/RelayKit.{name}.csproj").Order(),
        ProjectCopies().Matches(Dockerfile(program)).Select(match => match.Groups["project"].Value).Order());

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_container_is_not_root_and_is_asked_for_its_health_where_it_answers(string program)
    {
        var file = Dockerfile(program);

        Assert.Matches(@"(?m)^USER \$APP_UID$", file);
        Assert.Contains($"ENTRYPOINT [\"dotnet\", \"RelayKit.{program}.dll\"]", file, StringComparison.Ordinal);
        var asked = HealthUrl().Match(file);
        Assert.Contains(asked.Groups["path"].Value, RoutesOfTheCode.Health);
        Assert.Contains($"ENV ASPNETCORE_HTTP_PORTS={asked.Groups["port"].Value}", file, StringComparison.Ordinal);
    }

    private static string Dockerfile(string program) => DeployFiles.Text($"docker/{program}.Dockerfile");

    private static IEnumerable<string> Bases(string program) => From().Matches(Dockerfile(program)).Select(match => match.Groups["image"].Value);

    private static HashSet<string> ProjectsOf(string program)
    {
        var references = XDocument.Load(Path.Combine(DeployFiles.Root, "src", program, $"RelayKit.{program}.csproj")).Descendants("ProjectReference")
            .Select(reference => ((string)reference.Attribute("Include")!).Split('\\', '/')[1]);
        return [program, .. references.SelectMany(ProjectsOf)];
    }

    [GeneratedRegex(@"^[\w.\-/]+:v?\d+(\.\d+)+[\w.\-]*$")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"(?m)^FROM (--platform=\S+ )?(?<image>\S+)")]
    private static partial Regex From();

    [GeneratedRegex(@"(?m)^COPY (?<project>\S+\.csproj) ")]
    private static partial Regex ProjectCopies();

    [GeneratedRegex(@"http://127\.0\.0\.1:(?<port>\d+)(?<path>/\w+)")]
    private static partial Regex HealthUrl();
}
