namespace RelayKit.Client;

/// <summary>A billing period.</summary>
public sealed record BillingPeriod
{
    /// <summary>Its first instant.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>The first instant after it.</summary>
    public DateTimeOffset End { get; init; }
}
