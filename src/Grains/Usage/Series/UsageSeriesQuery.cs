using System.Collections.Immutable;
using RelayKit.Labels;

namespace RelayKit.Usage.Series;

/// <summary>Which usage to read, and by what it is told apart.</summary>
/// <param name="Key">Whose, and in which mode.</param>
/// <param name="Buckets">From when to when, both at whole hours, and how finely.</param>
/// <param name="Grouping">By what each bucket is told apart.</param>
/// <param name="NowMs">Up to when that counts which goes on, Unix milliseconds.</param>
/// <param name="Limit">How many points at most.</param>
/// <param name="After">Where the page before ended; null for the first page.</param>
public sealed record UsageSeriesQuery(
    MeterKey Key, UsageBuckets Buckets, UsageGrouping Grouping, long NowMs, int Limit, UsageSeriesPlace? After)
{
    /// <summary>Only whoever has this label; null for everybody. Not together with <see cref="UsageGrouping.Room"/>, of which there is no roll-up by label.</summary>
    public Label? Label { get; init; }
}

/// <summary>A place in a series, which is in the order of time and within a bucket in the order of groups.</summary>
/// <param name="FloorMs">Where the whole bucket begins, Unix milliseconds, also where the range cuts it.</param>
/// <param name="Group">As in <see cref="UsagePoint"/>.</param>
public sealed record UsageSeriesPlace(long FloorMs, string Group)
{
    /// <summary>Whether a point comes later in the series.</summary>
    public bool IsBefore(UsagePoint point) =>
        point.FloorMs > FloorMs || (point.FloorMs == FloorMs && GroupOrder.Instance.Compare(point.Group, Group) > 0);
}

/// <summary>What one group used in one bucket.</summary>
/// <param name="FloorMs">Where the whole bucket begins, Unix milliseconds.</param>
/// <param name="Group">
/// The room's name, the number of the <see cref="ParticipantClass"/>, the label (<c>name=value</c>), or nothing, as the series is grouped; in
/// <see cref="GroupOrder"/>.
/// </param>
/// <param name="Ms">Connected milliseconds.</param>
/// <param name="ReconciledMs">What of them rests on looks at LiveKit.</param>
/// <param name="PresumedMs">What of them rests on neither LiveKit's word nor a look.</param>
public readonly record struct UsagePoint(long FloorMs, string Group, long Ms, long ReconciledMs, long PresumedMs)
{
    /// <summary>Both together, of one bucket and group.</summary>
    public static UsagePoint operator +(UsagePoint left, UsagePoint right) => left with
    {
        Ms = left.Ms + right.Ms,
        ReconciledMs = left.ReconciledMs + right.ReconciledMs,
        PresumedMs = left.PresumedMs + right.PresumedMs,
    };
}

/// <summary>A page of a series.</summary>
/// <param name="Points">In order. Grouped, only buckets with usage are there; ungrouped, every one.</param>
/// <param name="Next">Where the next page begins; null on the last page.</param>
public sealed record UsageSeriesPage(ImmutableArray<UsagePoint> Points, UsageSeriesPlace? Next);
