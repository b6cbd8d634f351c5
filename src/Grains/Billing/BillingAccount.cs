namespace RelayKit.Billing;

/// <summary>How a tenant stands with whoever is paid.</summary>
public sealed record BillingAccount
{
    /// <summary>The code of its own plan; null where the default holds.</summary>
    public string? Plan { get; init; }

    /// <summary>The provider's id of it as a customer; null where it is none: then nothing is reported to a provider.</summary>
    public string? CustomerId { get; init; }

    /// <summary>The provider's id of its subscription; null for none.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>Where the subscription stands; null for none.</summary>
    public ProviderSubscriptionStatus? SubscriptionStatus { get; init; }

    /// <summary>When the subscription is going to end; null while it goes on.</summary>
    public DateTimeOffset? CancelAt { get; init; }

    /// <summary>Since when a payment is overdue; null when none is.</summary>
    public DateTimeOffset? OwedSince { get; init; }

    /// <summary>Where dunning stands.</summary>
    public required DunningStanding Dunning { get; init; }
}
