using RelayKit.Api.Requests;
using RelayKit.Api.Requests.Rules;
using RelayKit.Billing;

namespace RelayKit.Api.Billing;

/// <summary>Asks for a page on which to subscribe.</summary>
/// <param name="Plan">The plan's code.</param>
/// <param name="SuccessUrl">Where the page leads when it is done: https, or http on this machine.</param>
/// <param name="CancelUrl">Where it leads when you turn back.</param>
internal sealed record CreateCheckoutRequest(
    [property: Needed("name the plan"), Title(Plan.MaxCodeLength)] string? Plan,
    [property: Needed("say where it leads"), Title(2000)] string? SuccessUrl,
    [property: Needed("say where it leads"), Title(2000)] string? CancelUrl)
{
    public void Check(FieldErrors errors)
    {
        ReturnUrls.Check(SuccessUrl, "/success_url", errors);
        ReturnUrls.Check(CancelUrl, "/cancel_url", errors);
    }
}

/// <summary>Asks for a page on which to change cards and cancel.</summary>
/// <param name="ReturnUrl">Where the page leads back to: https, or http on this machine.</param>
internal sealed record CreatePortalRequest([property: Needed("say where it leads"), Title(2000)] string? ReturnUrl)
{
    public void Check(FieldErrors errors) => ReturnUrls.Check(ReturnUrl, "/return_url", errors);
}

/// <summary>A page of the provider's.</summary>
/// <param name="Url">Where it is. Send the browser there.</param>
/// <param name="ExpiresAt">When it is gone; null where that is soon, and not said.</param>
internal sealed record ProviderPageResponse(string Url, DateTimeOffset? ExpiresAt);

/// <summary>How the tenant stands.</summary>
/// <param name="Plan">The plan that it goes by.</param>
/// <param name="Payment">How payment stands.</param>
/// <param name="Subscription">The subscription at the provider; null for none.</param>
internal sealed record SubscriptionResponse(PlanResponse Plan, PaymentResponse Payment, ProviderSubscriptionResponse? Subscription)
{
    public static SubscriptionResponse Of(BillingAccount account, Plan plan, DunningTimes times) => new(
        PlanResponse.Of(plan),
        new PaymentResponse(
            account.Dunning.Stage.Word(),
            account.Dunning.Stage == DunningStage.Active ? null : account.Dunning.Since,
            Dunning.ChangesAt(account.Dunning, times),
            account.OwedSince),
        account is { SubscriptionId: { } id, SubscriptionStatus: { } status }
            ? new ProviderSubscriptionResponse(id, ProviderWords.Of(status), account.CancelAt)
            : null);
}

/// <summary>How payment stands.</summary>
/// <param name="Stage"><c>active</c>; <c>past_due</c>: a payment has failed or is overdue; <c>grace</c>: and nobody new is let in; <c>suspended</c>: and what went on was ended. Whoever pays is <c>active</c> at once.</param>
/// <param name="Since">Since when that stage; null while all is well.</param>
/// <param name="NextStageAt">When the next stage comes if nobody pays; null when there is none.</param>
/// <param name="OverdueSince">Since when a payment is overdue; null when none is.</param>
internal sealed record PaymentResponse(string Stage, DateTimeOffset? Since, DateTimeOffset? NextStageAt, DateTimeOffset? OverdueSince);

/// <summary>A subscription at the provider.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="CancelAt">When it is going to end; null while it goes on.</param>
internal sealed record ProviderSubscriptionResponse(string Id, string Status, DateTimeOffset? CancelAt);

/// <summary>Gives a tenant a plan, or says by hand how it stands. What is left out stays as it is.</summary>
/// <param name="Plan">The code of the plan that it goes by from now on; null for the default.</param>
/// <param name="Payment"><c>overdue</c> or <c>paid</c>, for tenants that pay without a provider; null for as it is.</param>
internal sealed record SetTenantBillingRequest(
    [property: Title(RelayKit.Billing.Plan.MaxCodeLength)] string? Plan,
    [property: OneOf("overdue", "paid")] string? Payment);
