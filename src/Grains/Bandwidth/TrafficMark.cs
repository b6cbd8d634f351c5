using System.Collections.Immutable;
using RelayKit.LiveKit;

namespace RelayKit.Bandwidth;

/// <summary>How far a cluster's traffic has been measured: what each node's counters said when they were read last.</summary>
/// <param name="AtMs">When the last measurement was made, Unix milliseconds.</param>
/// <param name="Nodes">Every node that has been seen within <see cref="KeptMs"/>.</param>
public sealed record TrafficMark(long AtMs, ImmutableArray<NodeMark> Nodes)
{
    /// <summary>For how long a node that does not answer is remembered: its counters go on meanwhile, and are counted when it does.</summary>
    public const long KeptMs = 24 * 3_600_000;

    /// <summary>
    /// The mark after a reading, and what flowed since this one. A node that this one does not know counts from its start if it started
    /// since; else nobody knows when its bytes flowed, and it counts from now on. A counter that has gone back began anew.
    /// </summary>
    /// <param name="read">What the nodes say.</param>
    /// <param name="nowMs">When they said it, Unix milliseconds.</param>
    public (TrafficMark Mark, Traffic Since) Next(IEnumerable<NodeTraffic> read, long nowMs)
    {
        var known = Nodes.ToDictionary(static node => node.NodeId, StringComparer.Ordinal);
        var since = default(Traffic);
        foreach (var node in read)
        {
            var before = known.GetValueOrDefault(node.NodeId)
                ?? (node.StartedAtMs >= AtMs ? new NodeMark(node.NodeId, 0, 0, nowMs) : NodeMark.Of(node, nowMs));
            since += new Traffic(
                Grown(before.IncomingBytes, node.IncomingBytes), Grown(before.OutgoingBytes, node.OutgoingBytes));
            known[node.NodeId] = NodeMark.Of(node, nowMs);
        }

        return (new TrafficMark(nowMs, [.. known.Values.Where(node => nowMs - node.ReadAtMs <= KeptMs).OrderBy(static node => node.NodeId, StringComparer.Ordinal)]), since);
    }

    /// <summary>The first mark of a cluster: nothing has been counted.</summary>
    public static TrafficMark First(IEnumerable<NodeTraffic> read, long nowMs) => new TrafficMark(nowMs, []).Next(read.Select(static node => node with { StartedAtMs = null }), nowMs).Mark;

    private static long Grown(long before, long now) => now >= before ? now - before : now;
}

/// <summary>What a node's counters said.</summary>
/// <param name="NodeId">LiveKit's id of the node.</param>
/// <param name="IncomingBytes">Bytes taken in since it started.</param>
/// <param name="OutgoingBytes">Bytes sent since it started.</param>
/// <param name="ReadAtMs">When, Unix milliseconds.</param>
public sealed record NodeMark(string NodeId, long IncomingBytes, long OutgoingBytes, long ReadAtMs)
{
    internal static NodeMark Of(NodeTraffic node, long nowMs) => new(node.NodeId, node.IncomingBytes, node.OutgoingBytes, nowMs);
}
