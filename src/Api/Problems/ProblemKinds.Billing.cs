using static Microsoft.AspNetCore.Http.StatusCodes;

namespace RelayKit.Api.Problems;

/// <summary>Errors of plans, invoices and payment.</summary>
internal static partial class ProblemKinds
{
    public static readonly ProblemKind PlanNotFound = new(
        "plan_not_found", Status404NotFound,
        "There is no plan of that code, or it is not offered.",
        "List the plans with `GET /v1/billing/plans`, the operator with `GET /v1/operator/plans`.");

    public static readonly ProblemKind PlanInUse = new(
        "plan_in_use", Status409Conflict,
        "Tenants have the plan as their own. Nothing was deleted.",
        "Give them another plan with `PUT /v1/operator/tenants/{tenant}/billing`.");

    public static readonly ProblemKind InvoiceNotFound = new(
        "invoice_not_found", Status404NotFound,
        "There is no invoice of that id.",
        "List the invoices with `GET /v1/billing/invoices`.");

    public static readonly ProblemKind InvoiceLineNotFound = new(
        "invoice_line_not_found", Status404NotFound,
        "The invoice has no line of that name, or one that is added up from nothing.",
        "The invoice lists its lines: `GET /v1/billing/invoices/{invoice}`.");

    public static readonly ProblemKind BillingNotSetUp = new(
        "billing_not_set_up", Status404NotFound,
        "There is no payment provider, or it has nothing to offer here: the plan has no price there, or the tenant is no customer yet. Usage is metered all the same.",
        "Ask the operator how to pay, or subscribe first with `POST /v1/billing/checkout`.");

    public static readonly ProblemKind BillingProviderUnavailable = new(
        "billing_provider_unavailable", Status503ServiceUnavailable,
        "The payment provider could not be reached, or did not do what was asked.",
        "Repeat the request; if it stays, tell the operator.")
    {
        RetryAfterSeconds = 5,
    };
}
