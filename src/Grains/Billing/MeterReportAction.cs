namespace RelayKit.Billing;

/// <summary>What is done with a report of usage.</summary>
public enum MeterReportAction
{
    /// <summary>It is sent, for the first time or again under the same identifier.</summary>
    Send,

    /// <summary>Nothing yet: the provider's sum has to be read.</summary>
    Wait,

    /// <summary>It was taken: it is noted so, and not sent.</summary>
    SettleAsAccepted,

    /// <summary>It was not taken: its unknown attempts are forgotten, and it is sent as if for the first time, under the same identifier.</summary>
    SettleAsNotAccepted,

    /// <summary>Nothing but a person can tell.</summary>
    Park,
}
