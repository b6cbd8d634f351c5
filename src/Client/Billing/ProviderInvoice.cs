namespace RelayKit.Client;

/// <summary>The payment provider's invoice.</summary>
public sealed record ProviderInvoice
{
    /// <summary>The provider's id.</summary>
    public string Id { get; init; } = "";

    /// <summary>Its number on paper; null while it is a draft.</summary>
    public string? Number { get; init; }

    /// <summary>Where it stands, in the provider's words, such as <c>open</c> or <c>paid</c>.</summary>
    public string Status { get; init; } = "";

    /// <summary>ISO 4217, lower case.</summary>
    public string Currency { get; init; } = "";

    /// <summary>After taxes and discounts, in the currency's smallest unit.</summary>
    public long Total { get; init; }

    /// <summary>What of it is not paid.</summary>
    public long AmountRemaining { get; init; }

    /// <summary>The provider's page of it, on which it can be paid; null while it is a draft.</summary>
    public string? HostedUrl { get; init; }

    /// <summary>The provider's PDF of it; null while it is a draft.</summary>
    public string? PdfUrl { get; init; }
}
