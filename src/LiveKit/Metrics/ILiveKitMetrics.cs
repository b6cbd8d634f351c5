using System.Collections.Immutable;

namespace RelayKit.LiveKit;

/// <summary>The Prometheus endpoints of a cluster's nodes.</summary>
public interface ILiveKitMetrics
{
    /// <summary>
    /// Asks every node for its traffic. A node that does not answer, or not as LiveKit does, is left out and is among the faults: its
    /// counters go on, so nothing is lost by it.
    /// </summary>
    Task<NodeTrafficReading> ReadTrafficAsync(CancellationToken cancellation);
}

/// <summary>What the nodes of a cluster said.</summary>
/// <param name="Nodes">Those that answered.</param>
/// <param name="Faults">Why others did not.</param>
public sealed record NodeTrafficReading(ImmutableArray<NodeTraffic> Nodes, ImmutableArray<LiveKitException> Faults);
