using System.Globalization;
using RelayKit.Stripe.Simulator.Http;

namespace RelayKit.Stripe.Simulator.Objects;

/// <summary>From a draft to money.</summary>
internal sealed partial class StripeAccount
{
    private int _numbers;

    /// <summary>Tries an open invoice at once, as its page does.</summary>
    public void Pay(SimInvoice invoice)
    {
        if (invoice.Status != "open")
        {
            throw StripeRefusal.Invalid($"The invoice is {invoice.Status}.");
        }

        Charge(invoice, Now);
    }

    /// <summary>What was used so far is charged at once, for a demonstration that does not wait for the end of a month.</summary>
    public SimInvoice InvoiceNow(SimSubscription subscription)
    {
        // What came in this very second is a part of it.
        var (now, end) = (Now, Now.AddSeconds(1));
        var invoice = AddInvoice(subscription, "manual", now, subscription.MeteredFrom, end, now);
        invoice.Lines.AddRange(subscription.Prices.Where(static price => price.Meter is not null).Select(price => LineOf(price, subscription.MeteredFrom, end, 0, 0, false)));
        subscription.MeteredFrom = end;
        Tell("invoice.created", invoice, now);
        Finalize(invoice, now);
        return invoice;
    }

    private SimInvoice AddInvoice(
        SimSubscription subscription, string reason, DateTimeOffset at, DateTimeOffset start, DateTimeOffset end, DateTimeOffset finalizesAt)
    {
        var invoice = new SimInvoice
        {
            Id = NewId("in"),
            Subscription = subscription,
            Created = at,
            PeriodStart = start,
            PeriodEnd = end,
            FinalizesAt = finalizesAt,
            BillingReason = reason,
        };
        return _invoices[invoice.Id] = invoice;
    }

    private SimInvoiceLine LineOf(SimPrice price, DateTimeOffset start, DateTimeOffset end, long quantity, long amount, bool isProration) => new()
    {
        Id = NewId("il"),
        Price = price,
        Start = start,
        End = end,
        Quantity = quantity,
        Amount = amount,
        IsProration = isProration,
    };

    /// <summary>Metered lines take what was counted until now; a sum below zero counts as none.</summary>
    private void Finalize(SimInvoice invoice, DateTimeOffset at)
    {
        foreach (var line in invoice.Lines.Where(static line => line.Price.Meter is not null))
        {
            line.Quantity = Math.Max(0, Sum(line.Price.Meter!, invoice.Subscription.Customer.Id, line.Start, line.End, at));
            line.Amount = line.Price.AmountOf(line.Quantity);
        }

        invoice.Status = "open";
        invoice.FinalizedAt = at;
        invoice.Number = string.Create(CultureInfo.InvariantCulture, $"SIM-{++_numbers:D4}");
        Tell("invoice.finalized", invoice, at);
        Charge(invoice, at);
    }

    private void Charge(SimInvoice invoice, DateTimeOffset at)
    {
        var subscription = invoice.Subscription;
        invoice.NextAttempt = null;
        if (invoice.Total > 0)
        {
            invoice.Attempts++;
        }

        if (invoice.Total <= 0 || subscription.Customer.CardWorks)
        {
            (invoice.Status, invoice.PaidAt) = ("paid", at);
            Tell("invoice.paid", invoice, at);
            Tell("invoice.payment_succeeded", invoice, at);
            if (subscription.Status is "past_due" or "unpaid" && !_invoices.Values.Any(other => other.Subscription == subscription && other.Status == "open"))
            {
                Become(subscription, "active", at);
            }

            return;
        }

        invoice.NextAttempt = invoice.Attempts <= _options.PaymentRetries.Count ? at + _options.PaymentRetries[invoice.Attempts - 1] : null;
        Tell("invoice.payment_failed", invoice, at);
        if (subscription.EndedAt is null)
        {
            Become(subscription, invoice.NextAttempt is null ? "unpaid" : "past_due", at);
        }
    }

    private void Become(SimSubscription subscription, string status, DateTimeOffset at)
    {
        if (subscription.Status != status)
        {
            subscription.Status = status;
            _events.Tell("customer.subscription.updated", StripeJson.Subscription(subscription, false), at);
        }
    }

    private void Tell(string type, SimInvoice invoice, DateTimeOffset at) =>
        _events.Tell(type, StripeJson.Invoice(invoice, false, 10, PageOf(invoice)), at);
}
