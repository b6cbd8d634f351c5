using RelayKit.LiveKit.Simulator.Rooms;

namespace RelayKit.LiveKit.Simulator.Nodes;

/// <summary>The two servers of the cluster. Rooms open on the first, until one is moved.</summary>
internal sealed class LiveKitNodes(TimeProvider time)
{
    public IReadOnlyList<LiveKitNode> All { get; } = [new("a", time), new("b", time)];

    public LiveKitNode First => All[0];

    /// <summary>The true time, Unix milliseconds.</summary>
    public long WallMs => First.WallMs;

    /// <exception cref="NodeException">There is none of that name.</exception>
    public LiveKitNode Get(string name) => All.FirstOrDefault(node => node.Name == name)
        ?? throw new NodeException(
            "invalid_argument", $"node: '{name}' is none; it has to be {string.Join(" or ", All.Select(node => node.Name))}");

    public LiveKitNode Other(LiveKitNode node) => All.First(other => other != node);
}
