using Microsoft.Extensions.Options;
using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.Accounts.Sessions;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Billing;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Api.Billing;

/// <summary>Plans, how the tenant stands, and the provider's pages: <c>/v1/billing</c>.</summary>
internal static class BillingEndpoints
{
    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapGet("/billing/plans", ListPlansAsync).Costs(RouteCost.Read).Needs(Scope.BillingRead).Describe(new RouteDoc(
            "listPlans", RouteTags.Billing, "List plans", "The plans that you may choose, and the one that you have, on one page.")
        {
            Answers = [new(200, typeof(Page<PlanResponse>), "The plans.")],
        });
        tenant.MapGet("/billing/subscription", GetSubscriptionAsync).Costs(RouteCost.Read).Needs(Scope.BillingRead).Describe(new RouteDoc(
            "getSubscription",
            RouteTags.Billing,
            "Get plan and payment",
            "The plan that you go by, how payment stands, and the subscription at the provider, if there is one.")
        {
            Answers = [new(200, typeof(SubscriptionResponse), "How you stand.")],
        });
        tenant.MapPost("/billing/checkout", CheckoutAsync).Costs(RouteCost.Start).Needs(Scope.BillingWrite).Describe(new RouteDoc(
            "createCheckout",
            RouteTags.Billing,
            "Subscribe to a plan",
            "Gives a page of the payment provider's on which to subscribe. Cards are entered there and never come here. The plan changes when the provider says that it is done.")
        {
            Body = typeof(CreateCheckoutRequest),
            Example = """{"plan": "pro", "success_url": "https://app.example.com/billing?done", "cancel_url": "https://app.example.com/billing"}""",
            Answers = [new(201, typeof(ProviderPageResponse), "The page.")],
            Problems = [ProblemKinds.PlanNotFound, ProblemKinds.BillingNotSetUp, ProblemKinds.BillingProviderUnavailable],
        });
        tenant.MapPost("/billing/portal", PortalAsync).Costs(RouteCost.Start).Needs(Scope.BillingWrite).Describe(new RouteDoc(
            "createPortal", RouteTags.Billing, "Manage the subscription", "Gives a page of the payment provider's on which to change cards, see its invoices and cancel.")
        {
            Body = typeof(CreatePortalRequest),
            Example = """{"return_url": "https://app.example.com/billing"}""",
            Answers = [new(201, typeof(ProviderPageResponse), "The page.")],
            Problems = [ProblemKinds.BillingNotSetUp, ProblemKinds.BillingProviderUnavailable],
        });
        InvoiceEndpoints.Map(tenant);
        StatementEndpoint.Map(tenant);
    }

    private static async Task<IResult> ListPlansAsync(HttpContext context, Plans plans, IBillingStore store)
    {
        var catalogue = await plans.ReadAsync(context.RequestAborted);
        var own = catalogue.Of((await store.ReadAccountAsync(CurrentTenant.Of(context).Tenant, context.RequestAborted)).Plan);
        return Results.Json(
            new Page<PlanResponse>([.. catalogue.ByCode.Values.Where(plan => plan.IsOffered || plan.Code == own.Code).Select(PlanResponse.Of)], null),
            ApiJson.Default.PagePlanResponse);
    }

    private static async Task<IResult> GetSubscriptionAsync(HttpContext context, Plans plans, IBillingStore store, IOptions<BillingOptions> options)
    {
        var account = await store.ReadAccountAsync(CurrentTenant.Of(context).Tenant, context.RequestAborted);
        var plan = (await plans.ReadAsync(context.RequestAborted)).Of(account.Plan);
        return Results.Json(SubscriptionResponse.Of(account, plan, options.Value.Dunning), ApiJson.Default.SubscriptionResponse);
    }

    private static async Task<IResult> CheckoutAsync(
        HttpContext context, Plans plans, IBillingStore store, ITenantStore tenants, IEnumerable<IBillingProvider> providers, TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.CreateCheckoutRequest, static (asked, errors) => asked.Check(errors));
        if (request is null)
        {
            return problem!;
        }

        if (!(await plans.ReadAsync(context.RequestAborted)).ByCode.TryGetValue(request.Plan!, out var plan) || !plan.IsOffered)
        {
            return new ProblemResult(ProblemKinds.PlanNotFound, "There is no such plan. List them with GET /v1/billing/plans.");
        }

        if (providers.FirstOrDefault() is not { } provider || !plan.IsSellable)
        {
            return NotSetUp(provider: providers.Any() ? $"the plan {plan.Code} has no price there" : null);
        }

        var tenant = CurrentTenant.Of(context).Tenant;
        var name = (await tenants.FindAsync(tenant, context.RequestAborted))?.Name ?? tenant.ToString();
        var customer = await provider.EnsureCustomerAsync(
            new BillingCustomer(tenant, name, CurrentAccount.Find(context)?.Account.Email.Text), context.RequestAborted);
        if (!customer.IsAccepted)
        {
            return Unavailable(customer.Fault);
        }

        await store.SetCustomerAsync(tenant, customer.Value, context.RequestAborted);
        var page = await provider.CreateCheckoutAsync(
            new CheckoutRequest
            {
                IdempotencyKey = IdempotentRequest.Of(context, time).Id("checkout").ToString("n"),
                Tenant = tenant,
                CustomerId = customer.Value,
                Plan = plan.Code,
                FixedPriceIds = plan.ProviderFixedPriceIds,
                MeteredPriceIds = [.. plan.Prices.Select(static price => price.ProviderPriceId).OfType<string>()],
                FirstPeriodStart = DateTimeOffset.FromUnixTimeMilliseconds(UsagePeriod.Containing(time.GetUtcNow()).EndMs),
                SuccessUrl = new Uri(request.SuccessUrl!),
                CancelUrl = new Uri(request.CancelUrl!),
            },
            context.RequestAborted);
        return page.IsAccepted
            ? Results.Json(
                new ProviderPageResponse(page.Value.Url.AbsoluteUri, page.Value.ExpiresAt), ApiJson.Default.ProviderPageResponse, statusCode: StatusCodes.Status201Created)
            : Unavailable(page.Fault);
    }

    private static async Task<IResult> PortalAsync(HttpContext context, IBillingStore store, IEnumerable<IBillingProvider> providers)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.CreatePortalRequest, static (asked, errors) => asked.Check(errors));
        if (request is null)
        {
            return problem!;
        }

        if (providers.FirstOrDefault() is not { } provider)
        {
            return NotSetUp(provider: null);
        }

        if ((await store.ReadAccountAsync(CurrentTenant.Of(context).Tenant, context.RequestAborted)).CustomerId is not { } customer)
        {
            return NotSetUp("you are no customer yet; subscribe first, with POST /v1/billing/checkout");
        }

        var page = await provider.CreatePortalAsync(customer, new Uri(request.ReturnUrl!), context.RequestAborted);
        return page.IsAccepted
            ? Results.Json(new ProviderPageResponse(page.Value.AbsoluteUri, null), ApiJson.Default.ProviderPageResponse, statusCode: StatusCodes.Status201Created)
            : Unavailable(page.Fault);
    }

    private static ProblemResult NotSetUp(string? provider) => new(
        ProblemKinds.BillingNotSetUp,
        provider is null
            ? "No payment provider is set up. Usage is metered and invoices are listed all the same; ask the operator how to pay."
            : $"The payment provider has nothing to offer here: {provider}.");

    private static ProblemResult Unavailable(ProviderFault fault) =>
        new(ProblemKinds.BillingProviderUnavailable, $"The payment provider did not do it ({fault.Code}). Repeat the request; if it stays, tell the operator.");
}
