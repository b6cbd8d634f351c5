namespace RelayKit.Billing;

/// <summary>Where an invoice stands. The names are Stripe's, which others map to.</summary>
[GenerateSerializer, Alias("RelayKit.ProviderInvoiceStatus")]
public enum ProviderInvoiceStatus
{
    /// <summary>It may still change: usage that comes within the grace is added.</summary>
    Draft = 0,

    /// <summary>It is final and owed.</summary>
    Open = 1,

    /// <summary>It is paid, or there was nothing to pay.</summary>
    Paid = 2,

    /// <summary>It is not expected to be paid any more.</summary>
    Uncollectible = 3,

    /// <summary>It counts as never issued.</summary>
    Void = 4,
}
