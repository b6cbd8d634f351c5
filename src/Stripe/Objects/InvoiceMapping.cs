using RelayKit.Billing;
using Api = global::Stripe;

namespace RelayKit.Stripe.Objects;

/// <summary>From Stripe's invoices to RelayKit's words.</summary>
internal static class InvoiceMapping
{
    /// <param name="invoice">Stripe's.</param>
    /// <param name="eventsOfPrices">The meter's events of each price that follows one.</param>
    /// <exception cref="FormatException">It has a status that nobody knows.</exception>
    public static ProviderInvoice Map(Api.Invoice invoice, IReadOnlyDictionary<string, string?> eventsOfPrices)
    {
        var parent = invoice.Parent?.SubscriptionDetails;
        return new ProviderInvoice
        {
            Id = invoice.Id,
            Number = invoice.Number,
            CustomerId = invoice.CustomerId,
            SubscriptionId = parent?.SubscriptionId,
            Tenant = TenantMetadata.Of(parent?.Metadata, invoice.Customer?.Metadata),
            Status = StatusOf(invoice),
            Currency = invoice.Currency,
            Subtotal = invoice.Subtotal,
            Total = invoice.Total,
            AmountDue = invoice.AmountDue,
            AmountPaid = invoice.AmountPaid,
            AmountRemaining = invoice.AmountRemaining,
            PeriodStart = StripeTime.Of(invoice.PeriodStart),
            PeriodEnd = StripeTime.Of(invoice.PeriodEnd),
            CreatedAt = StripeTime.Of(invoice.Created),
            FinalizedAt = StripeTime.Of(invoice.StatusTransitions?.FinalizedAt),
            PaidAt = StripeTime.Of(invoice.StatusTransitions?.PaidAt),
            DueAt = StripeTime.Of(invoice.DueDate),
            Attempts = (int)invoice.AttemptCount,
            NextAttemptAt = StripeTime.Of(invoice.NextPaymentAttempt),
            HostedUrl = UrlOf(invoice.HostedInvoiceUrl),
            PdfUrl = UrlOf(invoice.InvoicePdf),
            Lines = [.. invoice.Lines.Data.Select(line => Map(line, eventsOfPrices))],
            HasAllLines = !invoice.Lines.HasMore,
        };
    }

    private static ProviderInvoiceLine Map(Api.InvoiceLineItem line, IReadOnlyDictionary<string, string?> eventsOfPrices)
    {
        var price = line.Pricing?.PriceDetails?.PriceId;
        return new ProviderInvoiceLine
        {
            Id = line.Id,
            Description = line.Description,
            PriceId = price,
            MeterEventName = price is null ? null : eventsOfPrices.GetValueOrDefault(price),
            Quantity = line.Quantity,
            Amount = line.Amount,
            PeriodStart = StripeTime.Of(line.Period.Start),
            PeriodEnd = StripeTime.Of(line.Period.End),
        };
    }

    private static Uri? UrlOf(string? url) => string.IsNullOrEmpty(url) ? null : new Uri(url);

    private static ProviderInvoiceStatus StatusOf(Api.Invoice invoice) => invoice.Status switch
    {
        "draft" => ProviderInvoiceStatus.Draft,
        "open" => ProviderInvoiceStatus.Open,
        "paid" => ProviderInvoiceStatus.Paid,
        "uncollectible" => ProviderInvoiceStatus.Uncollectible,
        "void" => ProviderInvoiceStatus.Void,
        _ => throw new FormatException($"Stripe's invoice {invoice.Id} has the unknown status '{invoice.Status}'."),
    };
}
