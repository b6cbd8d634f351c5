namespace RelayKit.Billing;

/// <summary>How far a payment that does not come has taken a tenant. The numbers are stored.</summary>
public enum DunningStage
{
    /// <summary>Nothing is overdue.</summary>
    Active = 0,

    /// <summary>A payment has failed or is overdue; nothing else has changed.</summary>
    PastDue = 1,

    /// <summary>Nobody new is let in; who is there stays.</summary>
    Grace = 2,

    /// <summary>Nobody new is let in, and what goes on is ended.</summary>
    Suspended = 3,
}
