using RelayKit.Billing;
using RelayKit.Stripe.Simulator.Faults;
using RelayKit.Stripe.Simulator.Http;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Stripe;

/// <summary>The adapter against the double, over the wire.</summary>
public sealed class StripeBillingProviderTests : IAsyncLifetime
{
    private static readonly CancellationToken Nobody = CancellationToken.None;

    private PlayedStripe _stripe = null!;

    private IBillingProvider Provider => _stripe.Provider;

    public async Task InitializeAsync() => _stripe = await PlayedStripe.StartAsync();

    public async Task DisposeAsync() => await _stripe.DisposeAsync();

    [Fact]
    public async Task A_tenant_has_one_customer_whatever_is_lost_on_the_way()
    {
        var tenant = TenantId.New(_stripe.Time);
        var customer = new BillingCustomer(tenant, "Acme", "a@acme.example");
        Script(StripeFault.DropAfter, "POST", "/v1/customers", 2);

        var first = await _stripe.WithTimePassing(Provider.EnsureCustomerAsync(customer, Nobody));
        var again = await Provider.EnsureCustomerAsync(customer with { Name = "Acme & Sons", Email = null }, Nobody);

        Assert.Equal(first.Value, again.Value);
        var kept = Assert.Single(_stripe.Account.Do(static it => it.Customers.ToList()));
        Assert.Equal(("Acme & Sons", null, tenant.ToString()), (kept.Name, kept.Email, kept.Metadata["tenant_id"]));
    }

    [Fact]
    public async Task A_failure_that_Stripe_would_repeat_for_a_day_is_got_round()
    {
        Script(StripeFault.Fail, "POST", "/v1/customers", 1);

        var made = await _stripe.WithTimePassing(Provider.EnsureCustomerAsync(new BillingCustomer(TenantId.New(_stripe.Time), "Acme", null), Nobody));

        Assert.True(made.IsAccepted, $"{made.Fault}");
        Assert.Single(_stripe.Account.Do(static it => it.Customers.ToList()));
    }

    [Fact]
    public async Task A_checkout_becomes_a_subscription_whose_whole_periods_are_calendar_months()
    {
        var tenant = TenantId.New(_stripe.Time);
        var (customer, id) = await _stripe.SubscribeAsync(tenant);

        var subscription = (await Provider.GetSubscriptionAsync(id, Nobody)).Value!;

        Assert.Equal((customer, tenant, "growth"), (subscription.CustomerId, subscription.Tenant, subscription.Plan));
        Assert.Equal((ProviderSubscriptionStatus.Active, PlayedStripe.Start), (subscription.Status, subscription.CurrentPeriodStart));
        Assert.Equal([PlayedStripe.BasePrice, PlayedStripe.MinutesPrice], subscription.PriceIds);
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero), subscription.CurrentPeriodEnd);
        _stripe.Time.Advance(TimeSpan.FromDays(16));
        subscription = (await Provider.GetSubscriptionAsync(id, Nobody)).Value!;
        Assert.Equal((new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)), (subscription.CurrentPeriodStart, subscription.CurrentPeriodEnd));
    }

    [Fact]
    public async Task The_same_checkout_again_is_the_same_page_and_another_under_its_key_is_refused()
    {
        var tenant = TenantId.New(_stripe.Time);
        var checkout = _stripe.Checkout(tenant, await _stripe.CustomerAsync(tenant));

        var first = await Provider.CreateCheckoutAsync(checkout, Nobody);
        var again = await Provider.CreateCheckoutAsync(checkout, Nobody);
        var other = await Provider.CreateCheckoutAsync(checkout with { MeteredPriceIds = [] }, Nobody);

        Assert.Equal(first.Value, again.Value);
        Assert.Equal(PlayedStripe.Start.AddHours(24), first.Value!.ExpiresAt);
        Assert.Equal((ProviderOutcome.Refused, "idempotency_error"), (other.Outcome, other.Fault!.Code));
    }

    [Theory]
    [InlineData(25 * 60, 24 * 60, true)]
    [InlineData(10 * 60, 10 * 60, true)]
    [InlineData(31, 31, true)]
    [InlineData(5, 31, false)]
    public async Task No_page_outlives_the_month_whose_end_it_names_by_more_than_Stripe_asks_for(int minutesLeft, int life, bool completes)
    {
        var tenant = TenantId.New(_stripe.Time);
        var customer = await _stripe.CustomerAsync(tenant);
        _stripe.Time.Advance(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero) - PlayedStripe.Start - TimeSpan.FromMinutes(minutesLeft));

        var page = (await Provider.CreateCheckoutAsync(_stripe.Checkout(tenant, customer), Nobody)).Value!;

        Assert.Equal(_stripe.Time.GetUtcNow().AddMinutes(life), page.ExpiresAt);
        _stripe.Time.Advance(TimeSpan.FromMinutes(life) - TimeSpan.FromSeconds(1));
        if (completes)
        {
            Assert.Equal("active", _stripe.Account.Do(it => it.Complete(it.Checkout(page.Id))).Status);
        }
        else
        {
            Assert.Throws<StripeRefusal>(() => _stripe.Account.Do(it => it.Complete(it.Checkout(page.Id))));
        }
    }

    [Fact]
    public async Task An_invoice_charges_the_months_minutes_over_those_that_are_included()
    {
        var tenant = TenantId.New(_stripe.Time);
        var (customer, subscription) = await _stripe.SubscribeAsync(tenant);
        await Provider.SendMeterEventAsync(_stripe.Usage(customer, 1500, "first"), Nobody);
        await Provider.SendMeterEventAsync(_stripe.Usage(customer, -250, "credit"), Nobody);
        _stripe.Time.Advance(TimeSpan.FromDays(15) + TimeSpan.FromMinutes(30));
        await Provider.SendMeterEventAsync(_stripe.Usage(customer, 10, "late, within the grace", PlayedStripe.Start.AddDays(14)), Nobody);
        _stripe.Time.Advance(TimeSpan.FromMinutes(31));

        var page = (await Provider.ListInvoicesAsync(customer, 10, null, Nobody)).Value!;
        var invoice = page.Items[0];

        Assert.Equal((2, null), (page.Items.Count, page.NextCursor));
        Assert.Equal((ProviderInvoiceStatus.Paid, subscription, tenant), (invoice.Status, invoice.SubscriptionId, invoice.Tenant));
        Assert.Equal(3000 + 104, invoice.Total);
        var metered = Assert.Single(invoice.Lines, static line => line.MeterEventName is not null);
        Assert.Equal((PlayedStripe.Minutes, 1260L, 104L), (metered.MeterEventName, metered.Quantity, metered.Amount));
        Assert.Equal((PlayedStripe.Start, new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero)), (metered.PeriodStart, metered.PeriodEnd));
        Assert.Equal(1500, page.Items[1].Total);
        Assert.True(invoice.HasAllLines);
    }

    [Fact]
    public async Task A_card_that_is_declined_makes_the_subscription_past_due_and_a_payment_makes_it_active_at_once()
    {
        var (customer, subscription) = await _stripe.SubscribeAsync(TenantId.New(_stripe.Time));
        _stripe.Account.Do(it => it.Customer(customer).CardWorks = false);
        _stripe.Time.Advance(TimeSpan.FromDays(15) + TimeSpan.FromHours(1));

        var invoice = (await Provider.ListInvoicesAsync(customer, 1, null, Nobody)).Value!.Items[0];
        Assert.Equal((ProviderInvoiceStatus.Open, 1), (invoice.Status, invoice.Attempts));
        Assert.Equal(_stripe.Time.GetUtcNow().AddDays(3), invoice.NextAttemptAt);
        Assert.Equal(ProviderSubscriptionStatus.PastDue, (await Provider.GetSubscriptionAsync(subscription, Nobody)).Value!.Status);

        _stripe.Account.Do(it => it.Customer(customer).CardWorks = true);
        _stripe.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(ProviderSubscriptionStatus.Active, (await Provider.GetSubscriptionAsync(subscription, Nobody)).Value!.Status);
        invoice = (await Provider.GetInvoiceAsync(invoice.Id, Nobody)).Value!;
        Assert.Equal((ProviderInvoiceStatus.Paid, 2, _stripe.Time.GetUtcNow()), (invoice.Status, invoice.Attempts, invoice.PaidAt));
    }

    [Theory]
    [InlineData(StripeFault.DropAfter)]
    [InlineData(StripeFault.FailAfter)]
    internal async Task A_report_whose_answer_is_lost_is_unknown_and_sent_again_it_counts_once(StripeFault fault)
    {
        var customer = await _stripe.CustomerAsync();
        Script(fault, "POST", "/v1/billing/meter_events", 1);
        var usage = _stripe.Usage(customer, 60, "sixty");

        var lost = await Provider.SendMeterEventAsync(usage, Nobody);
        var again = await Provider.SendMeterEventAsync(usage, Nobody);

        Assert.Equal(ProviderOutcome.Unknown, lost.Outcome);
        Assert.Equal(new MeterEventReceipt("sixty", WasKnown: true), again.Value);
        Assert.Equal(60, await SumAsync(customer));
    }

    [Theory]
    [InlineData(StripeFault.DropBefore, ProviderOutcome.Unknown)]
    [InlineData(StripeFault.Fail, ProviderOutcome.Unknown)]
    [InlineData(StripeFault.Unavailable, ProviderOutcome.Unknown)]
    [InlineData(StripeFault.RateLimit, ProviderOutcome.Retryable)]
    internal async Task A_report_that_never_arrived_counts_when_it_is_sent_again(StripeFault fault, ProviderOutcome outcome)
    {
        var customer = await _stripe.CustomerAsync();
        Script(fault, "POST", "/v1/billing/meter_events", 1);
        var usage = _stripe.Usage(customer, 60, "sixty");

        var failed = await Provider.SendMeterEventAsync(usage, Nobody);
        var again = await Provider.SendMeterEventAsync(usage, Nobody);

        Assert.Equal(outcome, failed.Outcome);
        Assert.Equal(fault == StripeFault.RateLimit ? TimeSpan.FromSeconds(2) : null, failed.Fault!.RetryAfter);
        Assert.Equal(new MeterEventReceipt("sixty", WasKnown: false), again.Value);
        Assert.Equal(60, await SumAsync(customer));
    }

    [Fact]
    public async Task An_identifier_that_is_a_day_old_would_count_twice()
    {
        var customer = await _stripe.CustomerAsync();
        var usage = _stripe.Usage(customer, 60, "sixty");
        await Provider.SendMeterEventAsync(usage, Nobody);
        _stripe.Time.Advance(TimeSpan.FromHours(24));

        var again = await Provider.SendMeterEventAsync(usage, Nobody);

        Assert.False(again.Value!.WasKnown);
        Assert.Equal(120, await SumAsync(customer));
    }

    [Theory]
    [InlineData(-35 * 86_400, null)]
    [InlineData((-35 * 86_400) - 1, ProviderFault.TimestampTooFarInPast)]
    [InlineData(300, null)]
    [InlineData(301, ProviderFault.TimestampInFuture)]
    public async Task Usage_is_taken_from_35_days_back_to_5_minutes_ahead(int seconds, string? code)
    {
        var customer = await _stripe.CustomerAsync();

        var sent = await Provider.SendMeterEventAsync(_stripe.Usage(customer, 1, "edge", PlayedStripe.Start.AddSeconds(seconds)), Nobody);

        Assert.Equal(code, sent.Fault?.Code);
        Assert.Equal(code is null ? ProviderOutcome.Accepted : ProviderOutcome.Refused, sent.Outcome);
    }

    [Fact]
    public async Task Of_two_calls_for_one_customers_meter_at_once_one_is_told_to_wait()
    {
        var (one, other) = (await _stripe.CustomerAsync(), await _stripe.CustomerAsync());
        Script(StripeFault.Delay, "POST", "/v1/billing/meter_events", 1);
        var slow = Provider.SendMeterEventAsync(_stripe.Usage(one, 1, "slow"), Nobody);
        while (!_stripe.Requests.Any(static request => request.Path == "/v1/billing/meter_events"))
        {
            await Task.Yield();
        }

        var refused = await Provider.SendMeterEventAsync(_stripe.Usage(one, 1, "meanwhile"), Nobody);
        var elsewhere = await Provider.SendMeterEventAsync(_stripe.Usage(other, 1, "elsewhere"), Nobody);

        Assert.Equal((ProviderOutcome.Retryable, "lock_timeout"), (refused.Outcome, refused.Fault!.Code));
        Assert.True(elsewhere.IsAccepted);
        Assert.True((await _stripe.WithTimePassing(slow)).IsAccepted);
    }

    [Fact]
    public async Task A_report_is_taken_back_within_a_day_and_not_later()
    {
        var customer = await _stripe.CustomerAsync();
        await Provider.SendMeterEventAsync(_stripe.Usage(customer, 60, "taken back"), Nobody);
        await Provider.SendMeterEventAsync(_stripe.Usage(customer, 5, "kept"), Nobody);

        Assert.True((await Provider.CancelMeterEventAsync(PlayedStripe.Minutes, "taken back", Nobody)).IsAccepted);
        _stripe.Time.Advance(TimeSpan.FromHours(24));

        Assert.Equal(ProviderOutcome.Refused, (await Provider.CancelMeterEventAsync(PlayedStripe.Minutes, "kept", Nobody)).Outcome);
        Assert.Equal(5, await SumAsync(customer));
    }

    [Fact]
    public async Task A_sum_lags_behind_what_was_taken()
    {
        var customer = await _stripe.CustomerAsync();
        await Provider.SendMeterEventAsync(_stripe.Usage(customer, 60, "sixty"), Nobody);

        var (from, to) = (PlayedStripe.Start.AddDays(-1), PlayedStripe.Start.AddDays(1));
        Assert.Equal(0, (await Provider.SumMeterEventsAsync(customer, PlayedStripe.Minutes, from, to, Nobody)).Value);
        _stripe.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(60, (await Provider.SumMeterEventsAsync(customer, PlayedStripe.Minutes, from, to, Nobody)).Value);
        Assert.Equal("no_meter", (await Provider.SumMeterEventsAsync(customer, "no_such", from, to, Nobody)).Fault!.Code);
    }

    [Fact]
    public async Task What_could_not_be_counted_is_told_with_its_identifier()
    {
        await Provider.SendMeterEventAsync(_stripe.Usage("cus_gone", 60, "lost"), Nobody);

        var errors = (await Provider.GetMeterErrorsAsync(_stripe.Events.All.Single(static told => told.IsThin).Id, Nobody)).Value!;

        Assert.Equal((1, "meter_event_customer_not_found", "lost"), (errors.Count, errors.Samples.Single().Code, errors.Samples.Single().Identifier));
        Assert.NotNull(errors.MeterId);
    }

    [Fact]
    public async Task What_is_not_there_is_refused_as_not_found()
    {
        Assert.Equal(ProviderFault.NotFound, (await Provider.GetSubscriptionAsync("sub_none", Nobody)).Fault!.Code);
        Assert.Equal(ProviderFault.NotFound, (await Provider.GetInvoiceAsync("in_none", Nobody)).Fault!.Code);
        Assert.Equal(ProviderFault.NotFound, (await Provider.GetMeterErrorsAsync("evt_none", Nobody)).Fault!.Code);
    }

    [Fact]
    public async Task A_subscription_is_cancelled_once_and_its_last_usage_is_charged()
    {
        var (customer, id) = await _stripe.SubscribeAsync(TenantId.New(_stripe.Time));
        await Provider.SendMeterEventAsync(_stripe.Usage(customer, 2000, "usage"), Nobody);
        _stripe.Time.Advance(TimeSpan.FromDays(1));

        var cancelled = (await Provider.CancelSubscriptionAsync(id, atPeriodEnd: false, Nobody)).Value!;
        var again = (await Provider.CancelSubscriptionAsync(id, atPeriodEnd: false, Nobody)).Value!;
        _stripe.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal((ProviderSubscriptionStatus.Canceled, PlayedStripe.Start.AddDays(1)), (cancelled.Status, cancelled.EndedAt));
        Assert.Equal(cancelled.EndedAt, again.EndedAt);
        Assert.Equal(400, (await Provider.ListInvoicesAsync(customer, 1, null, Nobody)).Value!.Items[0].Total);
    }

    private async Task<long> SumAsync(string customer)
    {
        _stripe.Time.Advance(TimeSpan.FromMinutes(1));
        return (await Provider.SumMeterEventsAsync(customer, PlayedStripe.Minutes, PlayedStripe.Start.AddDays(-1), PlayedStripe.Start.AddDays(2), Nobody)).Value;
    }

    private void Script(StripeFault fault, string method, string path, int count) =>
        _stripe.Faults.Add(new ScriptedFault(fault, method, path, count, TimeSpan.FromSeconds(1)));
}
