namespace RelayKit.Client;

/// <summary>Which participant sessions to export.</summary>
public sealed record UsageExportQuery
{
    /// <summary>Where the range begins. Left out, the beginning of the current period.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Where the range ends, not included. Left out, now.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Live or test usage; left out, that of the key's own mode.</summary>
    public Mode? Mode { get; init; }
}
