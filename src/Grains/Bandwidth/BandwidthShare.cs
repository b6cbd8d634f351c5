using System.Collections.Immutable;
using RelayKit.Usage;

namespace RelayKit.Bandwidth;

/// <summary>Time that participants of a tenant were connected within one hour.</summary>
/// <param name="Key">Whose, and in which mode.</param>
/// <param name="HourMs">Where the hour begins, Unix milliseconds.</param>
/// <param name="ParticipantMs">Connected milliseconds, of every class: recorders and agents send and receive as well.</param>
public readonly record struct ParticipantTime(MeterKey Key, long HourMs, long ParticipantMs);

/// <summary>What of a cluster's traffic is taken to be a tenant's in one hour: an estimate, since LiveKit counts by node only.</summary>
/// <param name="Key">Whose, and in which mode.</param>
/// <param name="HourMs">Where the hour begins, Unix milliseconds.</param>
/// <param name="Traffic">The bytes.</param>
public readonly record struct BandwidthShare(MeterKey Key, long HourMs, Traffic Traffic)
{
    /// <summary>
    /// Shares traffic out by participant time. Not a byte is lost or made: the shares add up to the whole. Traffic while nobody was
    /// connected is nobody's, and there are no shares then.
    /// </summary>
    public static ImmutableArray<BandwidthShare> Of(Traffic traffic, ImmutableArray<ParticipantTime> times)
    {
        var total = times.Aggregate((Int128)0, static (sum, time) => sum + time.ParticipantMs);
        if (total <= 0)
        {
            return [];
        }

        // Each gets what the sum up to itself is owed, less what those before it have got: what rounding takes from one, it gives the next.
        var shares = ImmutableArray.CreateBuilder<BandwidthShare>(times.Length);
        var (upTo, given) = ((Int128)0, default(Traffic));
        foreach (var time in times)
        {
            upTo += time.ParticipantMs;
            var owed = new Traffic((long)(traffic.IncomingBytes * upTo / total), (long)(traffic.OutgoingBytes * upTo / total));
            shares.Add(new BandwidthShare(
                time.Key, time.HourMs, new Traffic(owed.IncomingBytes - given.IncomingBytes, owed.OutgoingBytes - given.OutgoingBytes)));
            given = owed;
        }

        return shares.MoveToImmutable();
    }
}
