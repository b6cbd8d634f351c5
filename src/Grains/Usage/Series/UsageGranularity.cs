namespace RelayKit.Usage.Series;

/// <summary>How long the buckets of a series of usage are.</summary>
public enum UsageGranularity
{
    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A day in UTC.</summary>
    Day,
}
