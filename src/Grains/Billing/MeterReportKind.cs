namespace RelayKit.Billing;

/// <summary>What a report does to the sum of the reports before it.</summary>
public enum MeterReportKind
{
    /// <summary>Adds minutes.</summary>
    Usage = 0,

    /// <summary>Takes minutes back, as an event below zero: a credit.</summary>
    Credit = 1,

    /// <summary>Takes minutes back by having the provider forget one earlier report, which came to exactly as many.</summary>
    Cancellation = 2,
}
