using RelayKit.Tenants;

namespace RelayKit.Billing;

/// <summary>An invoice as a provider has it. Amounts are in the currency's smallest unit.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.ProviderInvoice")]
public sealed record ProviderInvoice
{
    /// <summary>The provider's id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>Its number on paper; null while it is a draft.</summary>
    [Id(1)]
    public string? Number { get; init; }

    /// <summary>The provider's id of whose it is.</summary>
    [Id(2)]
    public required string CustomerId { get; init; }

    /// <summary>The provider's id of the subscription; null for one that was made by hand.</summary>
    [Id(3)]
    public string? SubscriptionId { get; init; }

    /// <summary>The tenant that was named when its customer was made; null for one that RelayKit did not make.</summary>
    [Id(4)]
    public TenantId? Tenant { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(5)]
    public required ProviderInvoiceStatus Status { get; init; }

    /// <summary>ISO 4217, lower case.</summary>
    [Id(6)]
    public required string Currency { get; init; }

    /// <summary>Before taxes and discounts.</summary>
    [Id(7)]
    public required long Subtotal { get; init; }

    /// <summary>After taxes and discounts.</summary>
    [Id(8)]
    public required long Total { get; init; }

    /// <summary>What is to be paid in all.</summary>
    [Id(9)]
    public required long AmountDue { get; init; }

    /// <summary>What of it is paid.</summary>
    [Id(10)]
    public required long AmountPaid { get; init; }

    /// <summary>What of it is not.</summary>
    [Id(11)]
    public required long AmountRemaining { get; init; }

    /// <summary>First instant of the period whose usage it charges. The lines have periods of their own.</summary>
    [Id(12)]
    public required DateTimeOffset PeriodStart { get; init; }

    /// <summary>First instant after that period.</summary>
    [Id(13)]
    public required DateTimeOffset PeriodEnd { get; init; }

    /// <summary>When it was made.</summary>
    [Id(14)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it became final; null while it is a draft.</summary>
    [Id(15)]
    public DateTimeOffset? FinalizedAt { get; init; }

    /// <summary>When it was paid; null while it is not.</summary>
    [Id(16)]
    public DateTimeOffset? PaidAt { get; init; }

    /// <summary>When it has to be paid, where the customer pays by transfer; null where a card is charged.</summary>
    [Id(17)]
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How often it was tried to be collected.</summary>
    [Id(18)]
    public int Attempts { get; init; }

    /// <summary>When it is tried again; null when it is not.</summary>
    [Id(19)]
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>The provider's page of it, on which it can be paid; null while it is a draft.</summary>
    [Id(20)]
    public Uri? HostedUrl { get; init; }

    /// <summary>The provider's PDF of it; null while it is a draft.</summary>
    [Id(21)]
    public Uri? PdfUrl { get; init; }

    /// <summary>Its lines, in the provider's order.</summary>
    [Id(22)]
    public required IReadOnlyList<ProviderInvoiceLine> Lines { get; init; }

    /// <summary>Whether <see cref="Lines"/> are all of them.</summary>
    [Id(23)]
    public required bool HasAllLines { get; init; }
}
