namespace RelayKit.Client;

/// <summary>Which series of usage to read.</summary>
public sealed record UsageSeriesQuery
{
    /// <summary>Where the range begins: a whole hour in UTC. Left out, the beginning of the current period.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Where the range ends, not included: a whole hour in UTC. Left out, the end of the current period.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How long the buckets are; left out, a day.</summary>
    public UsageGranularity? Granularity { get; init; }

    /// <summary>By what the points are told apart; left out, by nothing.</summary>
    public UsageGrouping? GroupBy { get; init; }

    /// <summary>Only usage of whoever has this label, as <c>name=value</c>. Not together with <see cref="UsageGrouping.Room"/>.</summary>
    public string? Label { get; init; }

    /// <summary>Live or test usage; left out, that of the key's own mode.</summary>
    public Mode? Mode { get; init; }

    /// <summary>How many points are read at once, 1 to 1,000; left out, what the server takes.</summary>
    public int? PageSize { get; init; }
}
