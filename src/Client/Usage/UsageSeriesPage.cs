namespace RelayKit.Client;

/// <summary>A page of a series of usage.</summary>
public sealed record UsageSeriesPage : IPage<UsagePoint>
{
    /// <summary>Up to when that counts which goes on.</summary>
    public DateTimeOffset AsOf { get; init; }

    /// <summary>The points.</summary>
    public IReadOnlyList<UsagePoint> Data { get; init; } = [];

    /// <summary>To be given as <c>cursor</c> for the next page; null on the last.</summary>
    public string? NextCursor { get; init; }
}
