using System.Collections.Immutable;
using RelayKit.Identifiers;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Billing;

/// <summary>What a tenant's usage of a period comes to by its plan.</summary>
public sealed record Invoice
{
    /// <summary>Its id, made from tenant and period; written <c>ivc_…</c>. The draft of an open period has the one that its invoice will have.</summary>
    public required Guid Id { get; init; }

    /// <summary>The period.</summary>
    public required UsagePeriod Period { get; init; }

    /// <summary>The plan's code.</summary>
    public required string Plan { get; init; }

    /// <summary>ISO 4217, lower case.</summary>
    public required string Currency { get; init; }

    /// <summary>When the period was closed; null while it is open, and the invoice a draft that still grows.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Its lines.</summary>
    public required ImmutableArray<InvoiceLine> Lines { get; init; }

    /// <summary>What they come to, in the currency's smallest unit, before taxes.</summary>
    public long Total => Invoicing.TotalOf(Lines);

    /// <summary>The provider's invoice of the period; null where there is none.</summary>
    public KnownProviderInvoice? AtProvider { get; init; }

    /// <summary>The id of a tenant's invoice of a period.</summary>
    public static Guid IdOf(TenantId tenant, UsagePeriod period) => FactId.Of(period.StartMs, "invoice", tenant.Value, PeriodText.Of(period), "");
}

/// <summary>What is known of a provider's invoice.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Number">Its number on paper; null while it is a draft.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Currency">ISO 4217, lower case.</param>
/// <param name="Total">After taxes and discounts, in the currency's smallest unit.</param>
/// <param name="AmountRemaining">What of it is not paid.</param>
/// <param name="HostedUrl">The provider's page of it; null while it is a draft.</param>
/// <param name="PdfUrl">The provider's PDF of it; null while it is a draft.</param>
public sealed record KnownProviderInvoice(
    string Id, string? Number, ProviderInvoiceStatus Status, string Currency, long Total, long AmountRemaining, string? HostedUrl, string? PdfUrl);
