namespace RelayKit.Usage.Series;

/// <summary>Where usage over time is read. Every call sees the rows of one tenant only.</summary>
public interface IUsageSeriesStore
{
    /// <summary>
    /// Reads a page of a series in one consistent look: what has ended from the hourly roll-ups, and what goes on, up to the query's now.
    /// </summary>
    Task<UsageSeriesPage> ReadSeriesAsync(UsageSeriesQuery query, CancellationToken cancellation);
}
