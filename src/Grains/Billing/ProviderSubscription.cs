using RelayKit.Tenants;

namespace RelayKit.Billing;

/// <summary>A subscription as a provider has it.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.ProviderSubscription")]
public sealed record ProviderSubscription
{
    /// <summary>The provider's id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The provider's id of whose it is.</summary>
    [Id(1)]
    public required string CustomerId { get; init; }

    /// <summary>The tenant that was named when it or its customer was made; null for one that RelayKit did not make.</summary>
    [Id(2)]
    public TenantId? Tenant { get; init; }

    /// <summary>The code of the plan that was named in the checkout; null for one that RelayKit did not make.</summary>
    [Id(3)]
    public string? Plan { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(4)]
    public required ProviderSubscriptionStatus Status { get; init; }

    /// <summary>The provider's ids of its prices: they tell the plan after a change on the provider's own pages.</summary>
    [Id(5)]
    public required IReadOnlyList<string> PriceIds { get; init; }

    /// <summary>When the period that runs began.</summary>
    [Id(6)]
    public required DateTimeOffset CurrentPeriodStart { get; init; }

    /// <summary>When the period that runs ends.</summary>
    [Id(7)]
    public required DateTimeOffset CurrentPeriodEnd { get; init; }

    /// <summary>When it was made.</summary>
    [Id(8)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is going to end; null while it goes on.</summary>
    [Id(9)]
    public DateTimeOffset? CancelAt { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    [Id(10)]
    public DateTimeOffset? EndedAt { get; init; }
}
