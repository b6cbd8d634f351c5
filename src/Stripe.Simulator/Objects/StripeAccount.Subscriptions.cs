using RelayKit.Stripe.Simulator.Http;

namespace RelayKit.Stripe.Simulator.Objects;

/// <summary>From a checkout to a subscription's end.</summary>
internal sealed partial class StripeAccount
{
    public SimCheckout AddCheckout(SimCheckout checkout) => _checkouts[checkout.Id] = checkout;

    public string NewCheckoutId() => NewId("cs_test");

    public string UrlOf(SimCheckout checkout) => $"{Address}/c/pay/{checkout.Id}";

    /// <summary>The customer has given a card.</summary>
    public SimSubscription Complete(SimCheckout checkout)
    {
        if (checkout.Subscription is { } done)
        {
            return done;
        }

        if (Now >= checkout.ExpiresAt)
        {
            throw StripeRefusal.Invalid("This Checkout Session has expired.");
        }

        if (checkout.Anchor <= Now)
        {
            throw StripeRefusal.Invalid("billing_cycle_anchor must be in the future.", "subscription_data[billing_cycle_anchor]");
        }

        if (!checkout.Customer.CardWorks)
        {
            throw new StripeRefusal(402, "card_error", "card_declined", "Your card was declined.");
        }

        var start = Now;
        var subscription = new SimSubscription
        {
            Id = NewId("sub"),
            Customer = checkout.Customer,
            Prices = checkout.Prices,
            Metadata = checkout.SubscriptionMetadata,
            Created = start,
            PeriodStart = start,
            MeteredFrom = start,
            PeriodEnd = checkout.Anchor is { } anchor && anchor > start ? anchor : start.AddMonths(1),
        };
        _subscriptions[subscription.Id] = subscription;
        checkout.Subscription = subscription;
        _events.Tell("checkout.session.completed", StripeJson.Checkout(checkout, UrlOf(checkout)), start);
        _events.Tell("customer.subscription.created", StripeJson.Subscription(subscription, false), start);
        var first = AddInvoice(subscription, "subscription_create", start, start, start, start);
        var share = (decimal)(subscription.PeriodEnd - start).Ticks / (subscription.PeriodEnd - subscription.PeriodEnd.AddMonths(-1)).Ticks;
        foreach (var price in subscription.Prices.Where(static price => price.Meter is null))
        {
            first.Lines.Add(LineOf(price, start, subscription.PeriodEnd, 1, (long)Math.Round(price.UnitAmount * share, MidpointRounding.AwayFromZero), share < 1));
        }

        Tell("invoice.created", first, start);
        Finalize(first, start);
        return subscription;
    }

    public void CancelAtPeriodEnd(SimSubscription subscription, bool cancel)
    {
        subscription.CancelAtPeriodEnd = cancel;
        subscription.CanceledAt = cancel ? Now : null;
        _events.Tell("customer.subscription.updated", StripeJson.Subscription(subscription, false), Now);
    }

    public void Cancel(SimSubscription subscription, bool invoiceNow)
    {
        if (subscription.EndedAt is not null)
        {
            throw StripeRefusal.Missing("subscription", subscription.Id);
        }

        subscription.CanceledAt ??= Now;
        End(subscription, Now, invoiceNow);
    }

    /// <summary>Does everything that is due by now, each at its own time.</summary>
    private void Settle()
    {
        while (Due() is { } due)
        {
            due.Act();
        }
    }

    private (DateTimeOffset At, Action Act)? Due()
    {
        var now = Now;
        var due = _subscriptions.Values
            .Where(subscription => subscription.EndedAt is null && subscription.PeriodEnd <= now)
            .Select(subscription => (At: subscription.PeriodEnd, Act: (Action)(() => Turn(subscription))))
            .Concat(_invoices.Values
                .Where(invoice => invoice.Status == "draft" && invoice.FinalizesAt <= now)
                .Select(invoice => (At: invoice.FinalizesAt, Act: (Action)(() => Finalize(invoice, invoice.FinalizesAt)))))
            .Concat(_invoices.Values
                .Where(invoice => invoice.Status == "open" && invoice.NextAttempt <= now)
                .Select(invoice => (At: invoice.NextAttempt!.Value, Act: (Action)(() => Charge(invoice, invoice.NextAttempt!.Value)))))
            .ToList();
        return due.Count == 0 ? null : due.MinBy(static act => act.At);
    }

    /// <summary>A period ends: what was used in it is charged, and the next one ahead.</summary>
    private void Turn(SimSubscription subscription)
    {
        var (start, end) = (subscription.PeriodStart, subscription.PeriodEnd);
        if (subscription.CancelAtPeriodEnd)
        {
            End(subscription, end, invoice: true);
            return;
        }

        (subscription.PeriodStart, subscription.PeriodEnd) = (end, end.AddMonths(1));
        _events.Tell("customer.subscription.updated", StripeJson.Subscription(subscription, false), end);
        var invoice = AddInvoice(subscription, "subscription_cycle", end, start, end, end + _options.FinalizationGrace);
        foreach (var price in subscription.Prices)
        {
            invoice.Lines.Add(price.Meter is null
                ? LineOf(price, end, subscription.PeriodEnd, 1, price.AmountOf(1), false)
                : LineOf(price, subscription.MeteredFrom, end, 0, 0, false));
        }

        subscription.MeteredFrom = end;

        Tell("invoice.created", invoice, end);
    }

    private void End(SimSubscription subscription, DateTimeOffset at, bool invoice)
    {
        (subscription.Status, subscription.EndedAt) = ("canceled", at);
        _events.Tell("customer.subscription.deleted", StripeJson.Subscription(subscription, false), at);
        if (invoice && subscription.Prices.Any(static price => price.Meter is not null))
        {
            var last = AddInvoice(subscription, "subscription_cycle", at, subscription.PeriodStart, at, at + _options.FinalizationGrace);
            last.Lines.AddRange(subscription.Prices.Where(static price => price.Meter is not null).Select(price => LineOf(price, subscription.MeteredFrom, at, 0, 0, false)));
            Tell("invoice.created", last, at);
        }
    }
}
