using RelayKit.Tenants;

namespace RelayKit.Billing;

/// <summary>What a customer is to subscribe to.</summary>
public sealed record CheckoutRequest
{
    /// <summary>Makes it this request and no other: the same key within a day gives the same page. At most 200 characters.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Whose subscription it will be; the provider gives it back with everything.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>The provider's id of the customer.</summary>
    public required string CustomerId { get; init; }

    /// <summary>The plan's code, which the provider gives back with the subscription.</summary>
    public required string Plan { get; init; }

    /// <summary>The provider's ids of the plan's prices that are charged per period; each once.</summary>
    public IReadOnlyList<string> FixedPriceIds { get; init; } = [];

    /// <summary>The provider's ids of the plan's prices that follow a meter.</summary>
    public IReadOnlyList<string> MeteredPriceIds { get; init; } = [];

    /// <summary>
    /// When the first whole period begins: the first of a month, so that the provider's periods are calendar months in UTC as RelayKit's are. What comes before is
    /// a period of its own, at the fixed prices' share of it.
    /// </summary>
    public required DateTimeOffset FirstPeriodStart { get; init; }

    /// <summary>Where the page leads when it is done.</summary>
    public required Uri SuccessUrl { get; init; }

    /// <summary>Where the page leads when the customer turns back.</summary>
    public required Uri CancelUrl { get; init; }
}
