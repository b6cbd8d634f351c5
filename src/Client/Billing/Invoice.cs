namespace RelayKit.Client;

/// <summary>What the usage of a calendar month (UTC) comes to by the plan, before taxes.</summary>
public sealed record Invoice
{
    /// <summary>Its id: <c>ivc_…</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>Whether it still grows.</summary>
    public InvoiceStatus Status { get; init; }

    /// <summary>The billing period.</summary>
    public BillingPeriod Period { get; init; } = new();

    /// <summary>The same as text: <c>2026-11</c>.</summary>
    public string Month { get; init; } = "";

    /// <summary>The plan's code.</summary>
    public string Plan { get; init; } = "";

    /// <summary>ISO 4217, lower case.</summary>
    public string Currency { get; init; } = "";

    /// <summary>In the currency's smallest unit.</summary>
    public long Total { get; init; }

    /// <summary>When the period was closed; null for a draft.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Its lines.</summary>
    public IReadOnlyList<InvoiceLine> Lines { get; init; } = [];

    /// <summary>The payment provider's invoice, by which it is paid; null where there is none.</summary>
    public ProviderInvoice? Provider { get; init; }
}
