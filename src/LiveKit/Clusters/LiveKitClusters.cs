using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace RelayKit.LiveKit;

/// <summary>The LiveKit clusters that RelayKit speaks to, by name and by API key.</summary>
public sealed class LiveKitClusters
{
    private readonly FrozenDictionary<string, LiveKitCluster> _byName;
    private readonly FrozenDictionary<string, LiveKitCluster> _byApiKey;

    /// <summary>A registry of at least one cluster; names and API keys are unique.</summary>
    /// <exception cref="ArgumentException">There is no cluster, or a name or an API key comes twice.</exception>
    public LiveKitClusters(IReadOnlyList<LiveKitCluster> clusters)
    {
        ArgumentNullException.ThrowIfNull(clusters);
        ArgumentOutOfRangeException.ThrowIfZero(clusters.Count, nameof(clusters));
        All = clusters;
        _byName = clusters.ToFrozenDictionary(cluster => cluster.Name, StringComparer.Ordinal);
        _byApiKey = clusters.SelectMany(cluster => cluster.Keys, (cluster, key) => (cluster, key.ApiKey))
            .ToFrozenDictionary(pair => pair.ApiKey, pair => pair.cluster, StringComparer.Ordinal);
    }

    /// <summary>All of them, in the order of the configuration.</summary>
    public IReadOnlyList<LiveKitCluster> All { get; }

    /// <summary>The first of the configuration: where rooms go that nobody placed.</summary>
    public LiveKitCluster Default => All[0];

    /// <summary>The cluster of that name, case-sensitive.</summary>
    public bool TryGetByName(string name, [NotNullWhen(true)] out LiveKitCluster? cluster) => _byName.TryGetValue(name, out cluster);

    /// <summary>The cluster that holds that API key, be it the main one or an additional one.</summary>
    public bool TryGetByApiKey(string apiKey, [NotNullWhen(true)] out LiveKitCluster? cluster) => _byApiKey.TryGetValue(apiKey, out cluster);
}
