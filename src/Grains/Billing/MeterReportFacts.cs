namespace RelayKit.Billing;

/// <summary>What is known of a report of usage that is not settled.</summary>
public sealed record MeterReportFacts
{
    /// <summary>Whole units.</summary>
    public required long Value { get; init; }

    /// <summary>The time that the report carries.</summary>
    public required DateTimeOffset UsedAt { get; init; }

    /// <summary>
    /// When the first attempt began whose outcome is unknown, one that a crash cut off among them; null when there was none. An attempt that was known to have taken no
    /// effect leaves it as it is.
    /// </summary>
    public DateTimeOffset? FirstUnknownAt { get; init; }

    /// <summary>When the last attempt ended whose outcome is unknown; null when it is the first, or there was none.</summary>
    public DateTimeOffset? LastUnknownAt { get; init; }
}
