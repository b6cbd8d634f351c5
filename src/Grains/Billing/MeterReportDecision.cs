namespace RelayKit.Billing;

/// <summary>What becomes of a report of usage, and why.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Reason">For the operator, in the middle of a sentence.</param>
public sealed record MeterReportDecision(MeterReportAction Action, string Reason)
{
    /// <summary>The earliest instant at which the provider's sum is worth reading; null unless the action is to wait.</summary>
    public DateTimeOffset? ReadSumsAt { get; init; }
}
