using RelayKit.Limits;
using RelayKit.Usage;

namespace RelayKit.Recordings;

/// <summary>
/// What a tenant has recorded and streamed in a billing period, in one mode. A recording that crosses the period's begin counts from there on. One that
/// failed or was aborted, and left no file, counts nothing; a stream counts the time that it was out, however it ended.
/// </summary>
/// <param name="Recordings">Recordings.</param>
/// <param name="Streams">Streams.</param>
public sealed record RecordingUsage(MediaUsage Recordings, MediaUsage Streams)
{
    /// <summary>Nothing.</summary>
    public static readonly RecordingUsage None = new(default, default);

    /// <summary>What is used of a limit, in the limit's own unit and rounded down; null where the limit is none of recordings or streams.</summary>
    /// <param name="limit">One of <see cref="LimitNames"/>.</param>
    /// <param name="atMs">When, Unix milliseconds.</param>
    public long? UsedOf(string limit, long atMs) => limit switch
    {
        LimitNames.Recordings => Recordings.GoingOn,
        LimitNames.Streams => Streams.GoingOn,
        LimitNames.RecordingMinutes => Recordings.MsAt(atMs) / Budget.MsPerMinute,
        LimitNames.RecordingBytes => Recordings.Bytes,
        _ => null,
    };

    /// <summary>The first limit that lets no more in, with what is used of it; null when there is none.</summary>
    /// <param name="limits">The limits of what is to start.</param>
    /// <param name="atMs">When it is to start, Unix milliseconds.</param>
    public ReachedLimit? FirstReached(IEnumerable<ReachedLimit> limits, long atMs)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return limits.Select(limit => limit with { Used = UsedOf(limit.Name, atMs) }).FirstOrDefault(static limit => limit.Used >= limit.Value);
    }

    /// <summary>For how many seconds what starts now may go on: not for longer than the minutes that are left, and one at least.</summary>
    /// <param name="limits">The limits of what is to start, of which none is reached.</param>
    /// <param name="atMs">When it starts, Unix milliseconds.</param>
    /// <param name="most">How long it may go on otherwise.</param>
    public int SecondsLeft(IEnumerable<ReachedLimit> limits, long atMs, int most)
    {
        var left = limits.Where(static limit => limit.Name == LimitNames.RecordingMinutes)
            .Select(limit => (limit.Value * Budget.MsPerMinute) - Recordings.MsAt(atMs) + 999).DefaultIfEmpty(long.MaxValue).Min();
        return (int)Math.Clamp(left / 1000, 1, most);
    }
}

/// <summary>What recordings, or streams, have come to.</summary>
/// <param name="GoingOn">How many go on, those that are only about to begin and those whose file is being written included.</param>
/// <param name="Time">Their time in the period.</param>
/// <param name="Bytes">The files of those that have ended in the period.</param>
public readonly record struct MediaUsage(long GoingOn, UsageLine Time, long Bytes)
{
    /// <summary>Milliseconds up to an instant. LiveKit's clock may be ahead of ours, which never makes it less than nothing.</summary>
    public long MsAt(long atMs) => Math.Max(0, Time.UsedAt(atMs));
}
