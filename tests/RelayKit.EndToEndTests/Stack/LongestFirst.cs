using RelayKit.EndToEndTests.Cluster;
using RelayKit.EndToEndTests.Durability;
using RelayKit.EndToEndTests.Recordings;
using RelayKit.EndToEndTests.Stack;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer(LongestFirst.FullName, LongestFirst.AssemblyName)]

namespace RelayKit.EndToEndTests.Stack;

/// <summary>
/// Begins the groups of tests that take longest first, so that at the end no processor waits for the last of them: begun last, the one that waits for
/// silos to be missed kept the suite waiting for two minutes.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public const string FullName = "RelayKit.EndToEndTests.Stack.LongestFirst";
    public const string AssemblyName = "RelayKit.EndToEndTests";

    private static readonly string[] Long = [SiloCluster.Name, SharedStackTests.Name, RecordingTestGroup.Name, MortalStackTests.Name];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(static collection => Array.IndexOf(Long, collection.DisplayName) is var place and >= 0 ? place : Long.Length)
            .ThenBy(static collection => collection.DisplayName, StringComparer.Ordinal);
}
