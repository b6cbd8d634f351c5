using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using RelayKit.LiveKit;

namespace RelayKit.Bandwidth;

[RandomPlacement]
internal sealed partial class BandwidthGrain(
    IBandwidthStore store,
    LiveKitClusters clusters,
    IOptions<BandwidthOptions> options,
    TimeProvider time,
    ILogger<BandwidthGrain> logger) : Grain, IBandwidthGrain
{
    private readonly SharedBeat _beat = new(options.Value.Period);

    private string Cluster => this.GetPrimaryKeyString();

    public async Task MeasureWhenDueAsync(CancellationToken cancellation)
    {
        if (clusters.TryGetByName(Cluster, out var cluster) && cluster.Metrics is { } metrics && _beat.IsDue(time.GetUtcNow()))
        {
            await MeasureAsync(metrics, cancellation);
        }
    }

    private async Task MeasureAsync(ILiveKitMetrics metrics, CancellationToken cancellation)
    {
        var before = await store.ReadMarkAsync(Cluster, cancellation);
        var reading = await metrics.ReadTrafficAsync(cancellation);
        foreach (var fault in reading.Faults)
        {
            LogUnread(fault, Cluster);
        }

        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (reading.Nodes.IsEmpty || nowMs <= before?.AtMs)
        {
            return;
        }

        var (after, since) = before is null ? (TrafficMark.First(reading.Nodes, nowMs), default) : before.Next(reading.Nodes, nowMs);
        ImmutableArray<BandwidthShare> shares = since == default
            ? []
            : BandwidthShare.Of(since, await store.ReadTimesAsync(Cluster, before!.AtMs, nowMs, cancellation));
        if (since != default && shares.IsEmpty)
        {
            LogNobodys(Cluster, since.IncomingBytes, since.OutgoingBytes);
        }

        if (!await store.AddAsync(Cluster, before, after, shares, cancellation))
        {
            // Another activation, around a silo's death, has counted this time.
            LogOvertaken(Cluster);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Traffic of a node of LiveKit cluster {Cluster} could not be read; it is counted when it can be")]
    private partial void LogUnread(Exception fault, string cluster);

    [LoggerMessage(LogLevel.Debug, "LiveKit cluster {Cluster} took in {Incoming} and sent {Outgoing} bytes while nobody was known to be connected")]
    private partial void LogNobodys(string cluster, long incoming, long outgoing);

    [LoggerMessage(LogLevel.Information, "Traffic of LiveKit cluster {Cluster} has been measured by somebody else meanwhile")]
    private partial void LogOvertaken(string cluster);
}
