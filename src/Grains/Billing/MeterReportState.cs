namespace RelayKit.Billing;

/// <summary>What became of a report of usage.</summary>
public enum MeterReportState
{
    /// <summary>It is written down, and there is nobody to send it to: no provider, or the tenant is no customer of it.</summary>
    Accrued = 0,

    /// <summary>It waits to be sent.</summary>
    Pending = 1,

    /// <summary>It was sent, and nobody knows whether it was taken.</summary>
    Unknown = 2,

    /// <summary>The provider has taken it.</summary>
    Sent = 3,

    /// <summary>The provider has taken it: its sum says so, where its answer was lost.</summary>
    Reconciled = 4,

    /// <summary>The provider does not take it, or could not count it; the next report has its minutes.</summary>
    Refused = 5,
}
