using System.Globalization;

namespace RelayKit.Storage.Retention;

/// <summary>A partition and the days (UTC) that it has, as its name says: <c>events_y2026m11</c> or <c>request_logs_y2026m11d26</c>.</summary>
/// <param name="Name">The partition's name.</param>
/// <param name="First">Its first day.</param>
/// <param name="End">The first day after it.</param>
internal readonly record struct PartitionSpan(string Name, DateOnly First, DateOnly End)
{
    private const string Month = "'_y'yyyy'm'MM";
    private const string Day = "'_y'yyyy'm'MM'd'dd";

    /// <summary>The instant at which it begins.</summary>
    public DateTimeOffset From => new(First, TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The instant at which it has ended.</summary>
    public DateTimeOffset Until => new(End, TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>False for what no span of days made: a default partition, or another table.</summary>
    public static bool TryParse(string table, string partition, out PartitionSpan span)
    {
        span = default;
        if (!partition.StartsWith(table, StringComparison.Ordinal))
        {
            return false;
        }

        var suffix = partition.AsSpan(table.Length);
        if (DateOnly.TryParseExact(suffix, Month, CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
        {
            span = new PartitionSpan(partition, first, first.AddMonths(1));
            return true;
        }

        if (DateOnly.TryParseExact(suffix, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out first))
        {
            span = new PartitionSpan(partition, first, first.AddDays(1));
            return true;
        }

        return false;
    }

    /// <summary>Those of a table's partitions that have a span of days.</summary>
    public static IEnumerable<PartitionSpan> ParseAll(string table, IEnumerable<string> partitions)
    {
        foreach (var partition in partitions)
        {
            if (TryParse(table, partition, out var span))
            {
                yield return span;
            }
        }
    }
}
