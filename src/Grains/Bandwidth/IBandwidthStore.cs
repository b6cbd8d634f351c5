using System.Collections.Immutable;
using RelayKit.Usage;
using RelayKit.Usage.Series;

namespace RelayKit.Bandwidth;

/// <summary>Where bandwidth is kept.</summary>
public interface IBandwidthStore
{
    /// <summary>How far a cluster's traffic has been measured; null before the first time.</summary>
    Task<TrafficMark?> ReadMarkAsync(string cluster, CancellationToken cancellation);

    /// <summary>
    /// Who was connected to a cluster between two instants (Unix milliseconds), and for how long in each hour, as far as the ledger knows: what it learns
    /// later of that time is not counted again.
    /// </summary>
    Task<ImmutableArray<ParticipantTime>> ReadTimesAsync(string cluster, long fromMs, long toMs, CancellationToken cancellation);

    /// <summary>
    /// Adds shares and moves the mark on, both or neither.
    /// </summary>
    /// <returns>False, and nothing is added, where somebody else has moved it on from <paramref name="before"/>.</returns>
    Task<bool> AddAsync(string cluster, TrafficMark? before, TrafficMark after, ImmutableArray<BandwidthShare> shares, CancellationToken cancellation);

    /// <summary>A tenant's traffic in a period; null where none has been measured.</summary>
    Task<TenantBandwidth?> ReadAsync(MeterKey key, UsagePeriod period, CancellationToken cancellation);

    /// <summary>A tenant's traffic by the buckets' beginnings (Unix milliseconds, whole buckets); those without any are not there.</summary>
    Task<IReadOnlyDictionary<long, Traffic>> ReadSeriesAsync(MeterKey key, UsageBuckets buckets, CancellationToken cancellation);
}
