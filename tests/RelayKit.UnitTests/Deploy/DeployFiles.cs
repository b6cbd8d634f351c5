using System.Runtime.CompilerServices;
using RelayKit.Api.Operations;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace RelayKit.UnitTests.Deploy;

/// <summary>What an operator is given, read as the tools read it.</summary>
internal static class DeployFiles
{
    /// <summary>How long a process may take to stop, by what the code gives itself when nothing is configured.</summary>
    public static TimeSpan LongestStop { get; } = new ShutdownOptions().DrainDelay + ShutdownOptions.Grace;

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    /// <summary>Every file under deploy/, by its path from there.</summary>
    public static IEnumerable<string> All =>
        Directory.EnumerateFiles(Path.Combine(Root, "deploy"), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(file => Path.GetRelativePath(Path.Combine(Root, "deploy"), file).Replace('\\', '/'))
            .Where(file => file != ".env");

    public static IEnumerable<string> Yaml => All.Where(file => Path.GetExtension(file) is ".yaml" or ".yml");

    public static string Text(string file) => File.ReadAllText(Path.Combine(Root, "deploy", file));

    /// <summary>Each document of a YAML file, anchors and merges resolved.</summary>
    public static List<YamlNode> Documents(string file)
    {
        var parser = new MergingParser(new Parser(new StringReader(Text(file))));
        var deserializer = new DeserializerBuilder().Build();
        List<YamlNode> documents = [];
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
        {
            documents.Add(new YamlNode(deserializer.Deserialize(parser)));
        }

        return documents;
    }

    public static IEnumerable<string> KubernetesFiles => Yaml
        .Where(file => file.StartsWith("kubernetes/", StringComparison.Ordinal) && !file.EndsWith("kustomization.yaml", StringComparison.Ordinal));

    public static IEnumerable<YamlNode> Kubernetes => KubernetesFiles.SelectMany(Documents);

    public static YamlNode Compose => Documents("docker-compose.yml").Single();

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
