using RelayKit.Stripe.Simulator.Http;
using RelayKit.Stripe.Simulator.Objects;
using RelayKit.Stripe.Simulator.Webhooks;

namespace RelayKit.Stripe.Simulator.Control;

/// <summary>What is true in the account, for whoever compares.</summary>
internal static class TruthEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var truth = app.MapGroup("/sim");
        truth.MapGet("/meter-events", (StripeAccount account) => Results.Ok(account.Do(static it => it.MeterEvents.Select(taken => new
        {
            taken.EventName,
            taken.Identifier,
            taken.CustomerId,
            taken.Value,
            taken.Timestamp,
            taken.Received,
            taken.IsCancelled,
            taken.Error,
        }).ToList())));
        truth.MapGet("/totals", (StripeAccount account) => Results.Ok(account.Do(static it => it.MeterEvents
            .Where(taken => taken is { IsCancelled: false, Error: null })
            .GroupBy(taken => (taken.CustomerId, taken.EventName))
            .Select(group => new { group.Key.CustomerId, group.Key.EventName, Value = group.Sum(taken => taken.Value), Events = group.Count() })
            .ToList())));
        truth.MapGet("/customers", (StripeAccount account) => Results.Ok(account.Do(static it => it.Customers.Select(customer => new
        {
            customer.Id,
            customer.Name,
            customer.Email,
            customer.Metadata,
            customer.CardWorks,
            customer.IsDeleted,
        }).ToList())));
        truth.MapGet("/subscriptions", (StripeAccount account) => Results.Ok(account.Do(static it => it.Subscriptions.Select(subscription => new
        {
            subscription.Id,
            Customer = subscription.Customer.Id,
            subscription.Status,
            subscription.PeriodStart,
            subscription.PeriodEnd,
            subscription.CancelAtPeriodEnd,
            subscription.EndedAt,
        }).ToList())));
        truth.MapGet("/invoices", (StripeAccount account) => Results.Ok(account.Do(static it => it.Invoices.Select(invoice => new
        {
            invoice.Id,
            Subscription = invoice.Subscription.Id,
            invoice.Number,
            invoice.Status,
            invoice.Total,
            invoice.Attempts,
            Lines = invoice.Lines.Select(line => new { Price = line.Price.Id, line.Quantity, line.Amount, line.Start, line.End }).ToList(),
        }).ToList())));
        truth.MapGet("/events", (SentEvents events, WebhookQueue queue) => Results.Ok(new
        {
            queue.Delivered,
            queue.Waiting,
            Events = events.All.Select(static told => new { told.Id, told.Type, told.IsThin }).ToList(),
        }));
        truth.MapGet("/requests", (RecordedRequests requests) => Results.Ok(requests.All));
    }
}
