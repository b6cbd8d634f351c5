namespace RelayKit.Billing;

/// <summary>
/// What is counted for a bill, in whole minutes: one line of an invoice, and one meter of a provider's. The numbers are stored: they are never given another
/// meaning.
/// </summary>
public enum BillingMeter
{
    /// <summary>Minutes of standard, SIP and ingress participants: what is billed without a plan saying so.</summary>
    Participants = 0,

    /// <summary>Minutes of LiveKit's recorders in rooms.</summary>
    Egress = 1,

    /// <summary>Minutes of agents.</summary>
    Agents = 2,

    /// <summary>Minutes of recordings.</summary>
    Recordings = 3,

    /// <summary>Minutes of streams to the outside.</summary>
    Streams = 4,
}
