using RelayKit.Billing;
using RelayKit.Stripe.Objects;
using Api = global::Stripe;

namespace RelayKit.Stripe;

/// <summary>Invoices.</summary>
internal sealed partial class StripeBillingProvider
{
    private const int LinesAtOnce = 100;

    /// <inheritdoc/>
    public async Task<ProviderResult<ProviderInvoice>> GetInvoiceAsync(string invoiceId, CancellationToken cancellation)
    {
        var answer = await calls.RepeatedlyAsync(
            "invoices.get",
            token => client.V1.Invoices.GetAsync(invoiceId, new Api.InvoiceGetOptions { Expand = ["customer"] }, null, token),
            cancellation);
        if (!answer.IsAccepted)
        {
            return answer.ToFailure();
        }

        var invoice = answer.Value;
        while (invoice.Lines.HasMore)
        {
            var more = await calls.RepeatedlyAsync(
                "invoices.lines",
                token => client.V1.Invoices.LineItems.ListAsync(
                    invoiceId, new Api.InvoiceLineItemListOptions { Limit = LinesAtOnce, StartingAfter = invoice.Lines.Data[^1].Id }, null, token),
                cancellation);
            if (!more.IsAccepted)
            {
                return more.ToFailure();
            }

            invoice.Lines.Data.AddRange(more.Value.Data);
            invoice.Lines.HasMore = more.Value.HasMore && more.Value.Data.Count > 0;
        }

        return await MapAsync(invoice, cancellation);
    }

    /// <inheritdoc/>
    public async Task<ProviderResult<ProviderPage<ProviderInvoice>>> ListInvoicesAsync(
        string customerId, int limit, string? cursor, CancellationToken cancellation)
    {
        var answer = await calls.RepeatedlyAsync(
            "invoices.list",
            token => client.V1.Invoices.ListAsync(
                new Api.InvoiceListOptions { Customer = customerId, Limit = limit, StartingAfter = cursor, Expand = ["data.customer"] }, null, token),
            cancellation);
        if (!answer.IsAccepted)
        {
            return answer.ToFailure();
        }

        var invoices = new List<ProviderInvoice>(answer.Value.Data.Count);
        foreach (var invoice in answer.Value.Data)
        {
            var mapped = await MapAsync(invoice, cancellation);
            if (!mapped.IsAccepted)
            {
                return new ProviderFailure(mapped.Outcome, mapped.Fault);
            }

            invoices.Add(mapped.Value);
        }

        return new ProviderPage<ProviderInvoice>(invoices, answer.Value.HasMore && invoices.Count > 0 ? invoices[^1].Id : null);
    }

    private async Task<ProviderResult<ProviderInvoice>> MapAsync(Api.Invoice invoice, CancellationToken cancellation)
    {
        var events = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var price in invoice.Lines.Data.Select(static line => line.Pricing?.PriceDetails?.PriceId).OfType<string>().Distinct())
        {
            var name = await meters.EventNameOfPriceAsync(price, cancellation);
            if (!name.IsAccepted)
            {
                return name.ToFailure();
            }

            events[price] = name.Value.EventName;
        }

        return InvoiceMapping.Map(invoice, events);
    }
}
