namespace RelayKit.UnitTests.Simulation;

/// <summary>What a history was about, or several.</summary>
internal readonly record struct HistoryReport(
    long Steps, long Acknowledged, long Told, long Estimated, long EstimatedExactly, long Unseen, long MeterReadings, long MeterExcused)
{
    public override string ToString() =>
        $"{Acknowledged} webhooks acknowledged and 0 of them lost; {Told} connections told of and {EstimatedExactly} of {Estimated} that only looks ended, "
        + $"0 ms difference; {Estimated - EstimatedExactly} ended within what looks allow; {Unseen} nobody told of or saw; {MeterReadings} readings of meters, "
        + $"0 ms difference ({MeterExcused} more after something was lost with a silo); {Steps} steps";

    public static HistoryReport operator +(HistoryReport one, HistoryReport other) => new(
        one.Steps + other.Steps,
        one.Acknowledged + other.Acknowledged,
        one.Told + other.Told,
        one.Estimated + other.Estimated,
        one.EstimatedExactly + other.EstimatedExactly,
        one.Unseen + other.Unseen,
        one.MeterReadings + other.MeterReadings,
        one.MeterExcused + other.MeterExcused);
}
