using System.Runtime.InteropServices;

namespace RelayKit.Usage.Series;

/// <summary>Participant sessions of one group that go on and began to count in one bucket.</summary>
/// <param name="Group">As in <see cref="UsagePoint"/>.</param>
/// <param name="FloorMs">Where that whole bucket begins, Unix milliseconds.</param>
/// <param name="IsReconciled">Whether looks have found them; else LiveKit has told of their joins.</param>
/// <param name="Count">How many they are.</param>
/// <param name="SumFromMs">Sum of the instants at which they began to count, all before now.</param>
public readonly record struct OpenJoins(string Group, long FloorMs, bool IsReconciled, long Count, long SumFromMs);

/// <summary>
/// What participant sessions that go on add to the buckets of a series. In the bucket in which they began to count it is the line
/// <c>count·end − Σ from</c>, in each later one the whole of it, so that nothing is split for each participant and bucket.
/// </summary>
/// <param name="buckets">The buckets of the series.</param>
/// <param name="nowMs">Up to when they count, Unix milliseconds.</param>
/// <param name="joins">All that go on and began to count before now.</param>
public sealed class OpenUsage(UsageBuckets buckets, long nowMs, IEnumerable<OpenJoins> joins)
{
    private readonly Dictionary<string, List<OpenJoins>> _groups = joins.GroupBy(join => join.Group, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.OrderBy(join => join.FloorMs).ToList(), StringComparer.Ordinal);

    /// <summary>Adds what they used in some of the buckets to what else is known of these.</summary>
    /// <param name="floorMs">Where the first of these buckets begins.</param>
    /// <param name="endMs">Where the last of them ends.</param>
    /// <param name="points">By bucket and group.</param>
    public void AddTo(Dictionary<(long FloorMs, string Group), UsagePoint> points, long floorMs, long endMs)
    {
        foreach (var (group, joined) in _groups)
        {
            var (next, active, reconciled) = (0, 0L, 0L);
            for (var floor = floorMs; buckets.StartOf(floor) < Math.Min(endMs, nowMs); floor += buckets.LengthMs)
            {
                for (; next < joined.Count && joined[next].FloorMs < floor; next++)
                {
                    active += joined[next].Count;
                    reconciled += joined[next].IsReconciled ? joined[next].Count : 0;
                }

                var end = Math.Min(buckets.EndOf(floor), nowMs);
                var length = end - buckets.StartOf(floor);
                var point = new UsagePoint(floor, group, active * length, reconciled * length, 0);
                for (var i = next; i < joined.Count && joined[i].FloorMs == floor; i++)
                {
                    var line = (joined[i].Count * end) - joined[i].SumFromMs;
                    point += new UsagePoint(floor, group, line, joined[i].IsReconciled ? line : 0, 0);
                }

                Add(points, point);
            }
        }
    }

    private static void Add(Dictionary<(long FloorMs, string Group), UsagePoint> points, UsagePoint point)
    {
        if (point.Ms != 0)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(points, (point.FloorMs, point.Group), out var exists);
            known = exists ? known + point : point;
        }
    }
}
