using RelayKit.Stripe.Simulator.Faults;
using RelayKit.Stripe.Simulator.Http;
using RelayKit.Stripe.Simulator.Objects;
using RelayKit.Stripe.Simulator.Webhooks;

namespace RelayKit.Stripe.Simulator.Control;

/// <summary>What makes the account move: the clock, customers' doings, faults, and webhooks by script.</summary>
internal static class ControlEndpoints
{
    private static readonly string[] Faults = [.. Enum.GetNames<StripeFault>()];

    public static void Map(IEndpointRouteBuilder app)
    {
        var sim = app.MapGroup("/sim").AddEndpointFilter(ExplainAsync);
        sim.MapPost("/clock", (AdvanceBody body, SimulatedTime time, StripeAccount account) =>
        {
            time.Advance(TimeSpan.FromSeconds(body.AdvanceSeconds));
            account.Do(static _ => true);
            return Results.Ok(new { now = time.GetUtcNow() });
        });
        sim.MapPost("/checkouts/{id}/complete", (string id, StripeAccount account) =>
            Results.Ok(new { subscription = account.Do(it => it.Complete(it.Checkout(id)).Id) }));
        sim.MapPost("/customers/{id}/card", (string id, CardBody body, StripeAccount account) => Results.Ok(new
        {
            works = account.Do(it => it.Customer(id).CardWorks = body.Works),
        }));
        sim.MapPost("/customers/{id}/delete", (string id, StripeAccount account) => Results.Ok(new
        {
            deleted = account.Do(it =>
            {
                it.DeleteCustomer(it.Customer(id));
                return true;
            }),
        }));
        sim.MapPost("/subscriptions/{id}/invoice", (string id, StripeAccount account) =>
            Results.Ok(new { invoice = account.Do(it => it.InvoiceNow(it.Subscription(id)).Id) }));
        sim.MapPost("/invoices/{id}/pay", (string id, StripeAccount account) => Results.Ok(new
        {
            status = account.Do(it =>
            {
                it.Pay(it.Invoice(id));
                return it.Invoice(id).Status;
            }),
        }));
        sim.MapPost("/prices", (SeededPrice body, StripeAccount account) => Results.Ok(new { id = account.Do(it => it.AddPrice(body).Id) }));
        sim.MapPost("/faults", AddFault);
        sim.MapDelete("/faults", (FaultScript script) =>
        {
            script.Clear();
            return Results.Ok();
        });
        sim.MapPost("/webhooks/script", (ScriptBody body, WebhookQueue queue) =>
        {
            queue.Set(new WebhookScript(Math.Clamp(body.Copies ?? 1, 1, 100), body.Hold ?? false));
            return Results.Ok();
        });
        sim.MapPost("/webhooks/release", async (ReleaseBody body, WebhookQueue queue, CancellationToken cancellation) =>
        {
            queue.Release(body.Seed ?? 0);
            await queue.PumpAsync(cancellation);
            return Results.Ok(new { waiting = queue.Waiting });
        });
        sim.MapPost("/webhooks/flush", async (WebhookQueue queue, CancellationToken cancellation) =>
        {
            await queue.PumpAsync(cancellation);
            return Results.Ok(new { waiting = queue.Waiting });
        });
    }

    private static IResult AddFault(FaultBody body, FaultScript script)
    {
        if (!Enum.TryParse<StripeFault>(body.Fault.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var fault))
        {
            throw StripeRefusal.Invalid($"fault: there are {string.Join(", ", Faults)}", "fault");
        }

        script.Add(new ScriptedFault(fault, body.Method, body.Path ?? "/", Math.Clamp(body.Count ?? 1, 1, 1_000_000), TimeSpan.FromMilliseconds(body.WaitMs ?? 1000)));
        return Results.Ok();
    }

    private static async ValueTask<object?> ExplainAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (StripeRefusal refusal)
        {
            return Results.Text(refusal.ToJson().ToJsonString(), "application/json", statusCode: refusal.Status);
        }
    }

    private sealed record AdvanceBody(double AdvanceSeconds);

    private sealed record CardBody(bool Works);

    private sealed record FaultBody(string Fault, string? Method, string? Path, int? Count, int? WaitMs);

    private sealed record ScriptBody(int? Copies, bool? Hold);

    private sealed record ReleaseBody(int? Seed);
}
