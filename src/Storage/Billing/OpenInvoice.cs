using System.Globalization;

namespace RelayKit.Storage.Billing;

/// <summary>A provider's invoice that is not paid.</summary>
/// <param name="Number">Its number on paper; null where it has none.</param>
/// <param name="Currency">ISO 4217, lower case.</param>
/// <param name="Remaining">What of it is not paid, in the currency's smallest unit.</param>
/// <param name="Url">The provider's page on which it can be paid; null where there is none.</param>
internal sealed record OpenInvoice(string? Number, string Currency, long Remaining, string? Url)
{
    /// <summary>What is due, as people write it. Currencies without a smaller unit (ISO 4217) are not divided.</summary>
    public string Amount => string.Create(
        CultureInfo.InvariantCulture,
        $"{Currency.ToUpperInvariant()} {(IsWhole ? Remaining.ToString(CultureInfo.InvariantCulture) : (Remaining / 100m).ToString("0.00", CultureInfo.InvariantCulture))}");

    /// <summary>Those that Stripe charges without a smaller unit.</summary>
    private bool IsWhole => Currency is "bif" or "clp" or "djf" or "gnf" or "jpy" or "kmf" or "krw" or "mga" or "pyg" or "rwf" or "vnd" or "vuv" or "xaf" or "xof" or "xpf";
}
