using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Billing;

/// <summary>From the checkout over a payment that fails to the suspension, and back by paying: with a simulated Stripe, its signed webhooks, and mails as files.</summary>
[Collection(SharedStackTests.Name)]
public sealed class PaymentStoryTests(StackFixture stack)
{
    private const string Room = "lesson";

    [Fact]
    public async Task Who_does_not_pay_is_stopped_step_by_step_and_who_pays_goes_on_at_once()
    {
        var payer = await PayingTenant.SignUpAsync(stack);
        var page = await payer.CheckOutAsync();
        Assert.True(await stack.Stripe.HasPageAsync(page));
        Assert.NotEqual(payer.Plan, (await payer.StandsAsync())["plan"].GetProperty("code").GetString());
        await stack.Stripe.CompleteAsync(page);
        await payer.UntilSubscribedAsync();
        await payer.UntilStageAsync("active");
        Assert.True(await stack.Stripe.HasPageAsync(await PortalAsync(payer)));

        var live = await payer.UseAsync(Room, minutes: 3);
        var minutes = await payer.ReportAsync(atLeast: 3);
        await stack.Stripe.SetCardAsync(await payer.CustomerIdAsync(), works: false);
        var invoice = await stack.Stripe.InvoiceAsync(await payer.SubscriptionIdAsync());

        await payer.UntilStageAsync("past_due");
        await Eventually.EqualAsync(("open", minutes * PayingTenant.Cents), async () => await AtProviderAsync(payer), "the month's draft has the provider's invoice");
        Assert.Contains($",{payer.Tenant.Id},participant_minutes,", await ReportsAsync(payer, "sent"), StringComparison.Ordinal);
        Assert.DoesNotContain(payer.Tenant.Id, await ReportsAsync(payer, "refused"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await MintAsync(payer)).Status);
        await UntilMailedAsync(payer, "payment-failed");
        Assert.Contains($"USD {minutes * PayingTenant.Cents / 100}.00", await stack.Mails.FindAsync("payment-failed", payer.Owner.Email), StringComparison.Ordinal);

        await payer.PassAsync(days: 3);
        await payer.UntilStageAsync("grace");
        var refused = await UntilRefusedAsync(payer);
        Assert.Contains("Pay the open invoice", refused.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(["ann"], await ConnectedAsync(payer));
        Assert.Empty(Ended(live));
        await UntilMailedAsync(payer, "payment-failed", "payment-overdue");

        await payer.PassAsync(days: 7);
        await payer.UntilStageAsync("suspended");
        await UntilRefusedAsync(payer);
        await Eventually.HoldsAsync(() => Task.FromResult(Ended(live).Any()), "what went on is ended");
        await UntilMailedAsync(payer, "payment-failed", "payment-overdue", "payment-suspended");

        await stack.Stripe.SetCardAsync(await payer.CustomerIdAsync(), works: true);
        await stack.Stripe.PayAsync(invoice);
        await payer.UntilStageAsync("active");
        await Eventually.EqualAsync(HttpStatusCode.Created, async () => (await MintAsync(payer)).Status, "tokens are minted again");
        await UntilMailedAsync(payer, "payment-failed", "payment-overdue", "payment-suspended", "payment-received");
        await Eventually.EqualAsync(("paid", 0L), async () => await AtProviderAsync(payer), "the invoice is paid");

        Assert.Equal(
            ["billing.past_due", "billing.grace", "billing.suspended", "billing.recovered"],
            (await payer.Owner.Api.GetAsync("/v1/events?type=billing.past_due,billing.grace,billing.suspended,billing.recovered,tenant.suspended,tenant.resumed"))
                .Expect(HttpStatusCode.OK).Data.Select(static one => one.GetProperty("type").GetString()));
        Assert.Equal(["payment-failed", "payment-overdue", "payment-suspended", "payment-received"], await payer.MailsAsync());
    }

    private static async Task<(string Status, long AmountRemaining)> AtProviderAsync(PayingTenant payer)
    {
        var draft = (await payer.Owner.Api.GetAsync("/v1/billing/invoices")).Expect(HttpStatusCode.OK).Data[0];
        return draft.GetProperty("provider") is { ValueKind: JsonValueKind.Object } known
            ? (known.GetProperty("status").GetString()!, known.GetProperty("amount_remaining").GetInt64())
            : ("none", 0);
    }

    /// <summary>What was reported of the tenant, of which this has become, as CSV.</summary>
    private async Task<string> ReportsAsync(PayingTenant payer, string state) =>
        (await stack.Operator.GetAsync($"/v1/operator/billing/meter-reports?tenant={payer.Tenant.Id}&state={state}")).Expect(HttpStatusCode.OK).Body;

    private static async Task<Uri> PortalAsync(PayingTenant payer) =>
        new((await payer.Owner.Api.PostAsync("/v1/billing/portal", new { return_url = "https://app.example.com/billing" })).Expect(HttpStatusCode.Created).Text("url"));

    private static Task<ApiAnswer> MintAsync(PayingTenant payer) => payer.Tenant.Api.PostAsync($"/v1/rooms/{Room}/tokens", new { identity = "eve" });

    private static async Task<ApiAnswer> UntilRefusedAsync(PayingTenant payer)
    {
        ApiAnswer? answer = null;
        await Eventually.HoldsAsync(async () => (answer = await MintAsync(payer)).Status == HttpStatusCode.Forbidden, "the token is refused");
        return answer!.Expect(HttpStatusCode.Forbidden, "tenant_suspended");
    }

    private static async Task<string[]> ConnectedAsync(PayingTenant payer) =>
        [.. (await payer.Tenant.Api.GetAsync($"/v1/rooms/{Room}/participants")).Expect(HttpStatusCode.OK).Data.Select(static one => one.GetProperty("identity").GetString()!)];

    /// <summary>What LiveKit was told to end.</summary>
    private IEnumerable<LiveKitCall> Ended(string livekitName) =>
        stack.LiveKit.CallsFor(livekitName).Where(static call => call.Path.EndsWith("/DeleteRoom", StringComparison.Ordinal));

    /// <summary>One mail for each stage so far, and no other about it.</summary>
    private static async Task UntilMailedAsync(PayingTenant payer, params string[] kinds)
    {
        await Eventually.HoldsAsync(async () => (await payer.MailsAsync()).Count >= kinds.Length, $"there is a mail {kinds[^1]}");
        Assert.Equal(kinds, await payer.MailsAsync());
    }
}
