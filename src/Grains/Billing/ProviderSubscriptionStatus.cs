namespace RelayKit.Billing;

/// <summary>Where a subscription stands. The names are Stripe's, which others map to.</summary>
[GenerateSerializer, Alias("RelayKit.ProviderSubscriptionStatus")]
public enum ProviderSubscriptionStatus
{
    /// <summary>The first payment is still to come.</summary>
    Incomplete = 0,

    /// <summary>The first payment never came; it is over.</summary>
    IncompleteExpired = 1,

    /// <summary>It runs, and nothing is charged yet.</summary>
    Trialing = 2,

    /// <summary>It runs, and everything is paid.</summary>
    Active = 3,

    /// <summary>The last invoice could not be collected, and is tried again.</summary>
    PastDue = 4,

    /// <summary>An invoice could not be collected, and is not tried again; new ones stay drafts.</summary>
    Unpaid = 5,

    /// <summary>It is over.</summary>
    Canceled = 6,

    /// <summary>A trial ended without a card; nothing is charged until there is one.</summary>
    Paused = 7,
}
