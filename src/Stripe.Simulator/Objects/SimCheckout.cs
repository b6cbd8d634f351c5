namespace RelayKit.Stripe.Simulator.Objects;

/// <summary>A page on which a customer subscribes.</summary>
internal sealed class SimCheckout
{
    public required string Id { get; init; }

    public required SimCustomer Customer { get; init; }

    public required IReadOnlyList<SimPrice> Prices { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset? Anchor { get; init; }

    public required Dictionary<string, string> Metadata { get; init; }

    public required Dictionary<string, string> SubscriptionMetadata { get; init; }

    public required string? ClientReferenceId { get; init; }

    public required string SuccessUrl { get; init; }

    public required string CancelUrl { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What it came to; null while it is open.</summary>
    public SimSubscription? Subscription { get; set; }
}
