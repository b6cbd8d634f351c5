using System.Net;
using RelayKit.Stripe.Simulator.Http;
using RelayKit.Stripe.Simulator.Objects;

namespace RelayKit.Stripe.Simulator.Pages;

/// <summary>The pages that Stripe would show: a checkout, the portal, an invoice. Buttons that do, and nothing else.</summary>
internal static class HostedPages
{
    public static void Map(IEndpointRouteBuilder routes, StripeAccount account)
    {
        routes.MapGet("/c/pay/{id}", (string id) => Try(() => account.Do(it => Page("Subscribe", ShowCheckout(it.Checkout(id))))));
        routes.MapPost("/c/pay/{id}", (string id) => Try(() => account.Do(it =>
        {
            it.Complete(it.Checkout(id));
            return SeeOther(it.Checkout(id).SuccessUrl);
        })));
        routes.MapGet("/p/session/{id}", (string id, string customer) => Try(() => account.Do(it => Page("Billing", ShowPortal(it, id, it.Customer(customer))))));
        routes.MapPost("/p/session/{id}/card", (string id, string customer) => Try(() => account.Do(it =>
        {
            it.Customer(customer).CardWorks = !it.Customer(customer).CardWorks;
            return SeeOther($"/p/session/{id}?customer={customer}");
        })));
        routes.MapPost("/p/session/{id}/cancel/{subscription}", (string id, string customer, string subscription) => Try(() => account.Do(it =>
        {
            it.CancelAtPeriodEnd(it.Subscription(subscription), cancel: true);
            return SeeOther($"/p/session/{id}?customer={customer}");
        })));
        routes.MapGet("/i/{id}", (string id) => Try(() => account.Do(it => Page("Invoice", ShowInvoice(it.Invoice(id))))));
        routes.MapPost("/i/{id}", (string id) => Try(() => account.Do(it =>
        {
            it.Pay(it.Invoice(id));
            return SeeOther($"/i/{id}");
        })));
    }

    private static string ShowCheckout(SimCheckout checkout) => $"""
        <ul>{string.Concat(checkout.Prices.Select(static price => $"<li>{Text(price.Id)}: {price.UnitAmount} cents {(price.Meter is null ? "a month" : "a unit")}</li>"))}</ul>
        <form method="post"><button>Subscribe</button></form>
        <p><a href="{Text(checkout.CancelUrl)}">Back</a></p>
        """;

    private static string ShowPortal(StripeAccount account, string id, SimCustomer customer) => $"""
        <p>The card {(customer.CardWorks ? "works" : "is declined")}.</p>
        <form method="post" action="/p/session/{Text(id)}/card?customer={customer.Id}"><button>Change the card</button></form>
        {string.Concat(account.Subscriptions.Where(subscription => subscription.Customer == customer).Select(subscription =>
            $"""<p>{subscription.Id}: {subscription.Status}</p><form method="post" action="/p/session/{Text(id)}/cancel/{subscription.Id}?customer={customer.Id}"><button>Cancel</button></form>"""))}
        <p><a href="{Text(account.PortalReturn(id))}">Back</a></p>
        """;

    private static string ShowInvoice(SimInvoice invoice) => $"""
        <p>{invoice.Number}: {invoice.Status}, {invoice.Total} cents</p>
        <ul>{string.Concat(invoice.Lines.Select(static line => $"<li>{Text(line.Price.Id)}: {line.Quantity} = {line.Amount}</li>"))}</ul>
        {(invoice.Status == "open" ? """<form method="post"><button>Pay</button></form>""" : "")}
        """;

    private static IResult Page(string title, string body) => Results.Text(
        $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>", "text/html");

    private static IResult Try(Func<IResult> act)
    {
        try
        {
            return act();
        }
        catch (StripeRefusal refusal)
        {
            return Results.Text(refusal.Message, statusCode: refusal.Status);
        }
    }

    private static SeeOtherResult SeeOther(string url) => new SeeOtherResult(url);

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private sealed class SeeOtherResult(string url) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = url;
            return Task.CompletedTask;
        }
    }
}
