namespace RelayKit.Client;

/// <summary>What a plan asks for a meter's minutes.</summary>
public sealed record PlanPrice
{
    /// <summary>Which meter, such as <c>participant_minutes</c>.</summary>
    public string Meter { get; init; } = "";

    /// <summary>Minutes of a month that cost nothing beyond the fixed fee; null for all.</summary>
    public long? IncludedMinutes { get; init; }

    /// <summary>What a minute beyond those costs, in the currency's smallest unit: a number as text.</summary>
    public string UnitPrice { get; init; } = "";
}
