using Npgsql;
using RelayKit.Billing;
using RelayKit.Storage.Billing;
using RelayKit.Testing;
using RelayKit.Usage;

namespace RelayKit.StorageTests.Billing;

/// <summary>What a provider tells, kept: the states themselves say which is the later one, and what follows of them follows at once.</summary>
[Collection(PostgresGroup.Name)]
public sealed class PostgresBillingUpdatesTests(PostgresFixture postgres)
{
    private static readonly CancellationToken Nobody = CancellationToken.None;

    [Fact]
    public async Task What_a_subscription_costs_says_which_plan_it_is_and_else_the_word_of_the_checkout()
    {
        using var scene = await BillingScene.CreateAsync(postgres, isCustomer: false);
        await scene.Store.AssignPlanAsync(scene.Tenant, null, Nobody);

        await scene.Updates().SubscriptionChangedAsync(scene.Tenant, Subscription("sub_1") with { PriceIds = ["price_minutes", "price_recordings"], Plan = "another" }, Nobody);
        var bought = await scene.AccountAsync();
        Assert.Equal((BillingScene.Plan, "cus_1", "sub_1", ProviderSubscriptionStatus.Active), (bought.Plan, bought.CustomerId, bought.SubscriptionId, bought.SubscriptionStatus));

        var end = scene.Time.GetUtcNow().AddDays(20);
        await scene.Updates().SubscriptionChangedAsync(scene.Tenant, Subscription("sub_1") with { PriceIds = ["price_of_nobody"], Plan = "another", CancelAt = end }, Nobody);
        Assert.Equal(("another", end), ((await scene.AccountAsync()).Plan, (await scene.AccountAsync()).CancelAt));
    }

    [Fact]
    public async Task One_that_is_over_ends_the_plan_but_not_that_of_another_one_which_runs()
    {
        using var scene = await BillingScene.CreateAsync(postgres, isCustomer: false);
        await scene.Updates().SubscriptionChangedAsync(scene.Tenant, Subscription("sub_1") with { Status = ProviderSubscriptionStatus.Incomplete }, Nobody);
        Assert.Null((await scene.AccountAsync()).Plan);

        await scene.Updates().SubscriptionChangedAsync(scene.Tenant, Subscription("sub_2"), Nobody);
        await scene.Updates().SubscriptionChangedAsync(scene.Tenant, Subscription("sub_1") with { Status = ProviderSubscriptionStatus.IncompleteExpired }, Nobody);
        Assert.Equal((BillingScene.Plan, "sub_2"), ((await scene.AccountAsync()).Plan, (await scene.AccountAsync()).SubscriptionId));

        await scene.Updates().SubscriptionChangedAsync(scene.Tenant, Subscription("sub_2") with { Status = ProviderSubscriptionStatus.Canceled }, Nobody);
        Assert.Equal((null, ProviderSubscriptionStatus.Canceled), ((await scene.AccountAsync()).Plan, (await scene.AccountAsync()).SubscriptionStatus));
    }

    [Theory]
    [InlineData(ProviderSubscriptionStatus.PastDue)]
    [InlineData(ProviderSubscriptionStatus.Unpaid)]
    public async Task One_that_the_provider_calls_unpaid_is_a_debt_until_it_is_active(ProviderSubscriptionStatus status)
    {
        using var scene = await BillingScene.CreateAsync(postgres);

        await scene.Updates().SubscriptionChangedAsync(scene.Tenant, Subscription("sub_1") with { Status = status }, Nobody);
        Assert.Equal((DunningStage.PastDue, scene.Time.GetUtcNow()), ((await scene.AccountAsync()).Dunning.Stage, (await scene.AccountAsync()).OwedSince));

        await scene.Updates().SubscriptionChangedAsync(scene.Tenant, Subscription("sub_1"), Nobody);
        Assert.Equal((DunningStage.Active, null), ((await scene.AccountAsync()).Dunning.Stage, (await scene.AccountAsync()).OwedSince));
        Assert.Equal(["billing.past_due", "billing.recovered"], await scene.EventsAsync());
    }

    [Theory]
    [InlineData(ProviderInvoiceStatus.Draft, 0, false)]
    [InlineData(ProviderInvoiceStatus.Open, 0, false)]
    [InlineData(ProviderInvoiceStatus.Open, 1, true)]
    [InlineData(ProviderInvoiceStatus.Uncollectible, 4, true)]
    [InlineData(ProviderInvoiceStatus.Paid, 1, false)]
    [InlineData(ProviderInvoiceStatus.Void, 1, false)]
    public async Task An_invoice_is_a_debt_once_it_was_tried_in_vain(ProviderInvoiceStatus status, int attempts, bool isDebt)
    {
        using var scene = await BillingScene.CreateAsync(postgres);

        await scene.Updates().InvoiceChangedAsync(scene.Tenant, Invoice(status, attempts), Nobody);

        Assert.Equal(isDebt ? DunningStage.PastDue : DunningStage.Active, (await scene.AccountAsync()).Dunning.Stage);
        var known = await scene.Store.FindProviderInvoiceAsync(scene.Tenant, UsagePeriod.Containing(BillingScene.Start), Nobody);
        Assert.Equal(("in_1", status, 500L), (known!.Id, known.Status, known.Total));
    }

    [Fact]
    public async Task An_invoice_that_has_to_be_paid_by_a_day_is_a_debt_when_that_has_passed_and_nobody_has_told()
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        await scene.Updates().InvoiceChangedAsync(scene.Tenant, Invoice(ProviderInvoiceStatus.Open, 0) with { DueAt = scene.Time.GetUtcNow().AddDays(2) }, Nobody);
        scene.Time.Advance(TimeSpan.FromDays(2));
        await scene.ReportAsync();
        await scene.Dunning().RunAsync(Nobody);
        Assert.Equal(DunningStage.Active, (await scene.AccountAsync()).Dunning.Stage);

        scene.Time.Advance(TimeSpan.FromHours(1));
        await scene.ReportAsync();
        await scene.Dunning().RunAsync(Nobody);

        Assert.Equal(DunningStage.PastDue, (await scene.AccountAsync()).Dunning.Stage);
    }

    /// <summary>Who pays is told of twice, by the invoice and by the subscription, and both may be worked off at once.</summary>
    [Fact]
    public async Task A_paid_invoice_beside_its_subscription_ends_the_debt_whichever_is_kept_first()
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        await scene.Updates().SubscriptionChangedAsync(scene.Tenant, Subscription("sub_1") with { Status = ProviderSubscriptionStatus.PastDue }, Nobody);
        await scene.Updates().InvoiceChangedAsync(scene.Tenant, Invoice(ProviderInvoiceStatus.Open, 1), Nobody);
        Assert.Equal(DunningStage.PastDue, (await scene.AccountAsync()).Dunning.Stage);

        // The subscription is written and weighed, and not yet committed.
        await using var connection = await postgres.Sources.Jobs.OpenConnectionAsync();
        await using var other = await connection.BeginTransactionAsync();
        await using var subscription = new NpgsqlCommand("update billing_accounts set subscription_status = $2 where tenant_id = $1", connection, other);
        subscription.Parameters.AddWithValue(scene.Tenant.Value);
        subscription.Parameters.AddWithValue((short)ProviderSubscriptionStatus.Active);
        await subscription.ExecuteNonQueryAsync();
        await using var weigh = new NpgsqlCommand(BillingUpdateSql.Weigh, connection, other);
        weigh.Parameters.AddWithValue(scene.Tenant.Value);
        weigh.Parameters.AddWithValue(scene.Time.GetUtcNow());
        await weigh.ExecuteNonQueryAsync();

        var invoice = scene.Updates().InvoiceChangedAsync(scene.Tenant, Invoice(ProviderInvoiceStatus.Paid, 1), Nobody);
        while (!invoice.IsCompleted && !await Sql.ScalarAsync<bool>(
            postgres.ConnectionString, $"select exists (select from pg_stat_activity where {connection.ProcessID} = any(pg_blocking_pids(pid)))"))
        {
            await Task.Yield();
        }

        await other.CommitAsync();
        await invoice;

        Assert.Equal((DunningStage.Active, null), ((await scene.AccountAsync()).Dunning.Stage, (await scene.AccountAsync()).OwedSince));
    }

    /// <summary>Two that fetch at once may hand an older state over after a newer one.</summary>
    [Theory]
    [InlineData(ProviderInvoiceStatus.Paid, ProviderInvoiceStatus.Open)]
    [InlineData(ProviderInvoiceStatus.Paid, ProviderInvoiceStatus.Draft)]
    [InlineData(ProviderInvoiceStatus.Void, ProviderInvoiceStatus.Open)]
    [InlineData(ProviderInvoiceStatus.Open, ProviderInvoiceStatus.Draft)]
    public async Task An_older_state_of_an_invoice_does_not_take_the_place_of_a_newer_one(ProviderInvoiceStatus newer, ProviderInvoiceStatus older)
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        await scene.Updates().InvoiceChangedAsync(scene.Tenant, Invoice(newer, 0), Nobody);

        await scene.Updates().InvoiceChangedAsync(scene.Tenant, Invoice(older, 1), Nobody);

        Assert.Equal(newer, (await scene.Store.FindProviderInvoiceAsync(scene.Tenant, UsagePeriod.Containing(BillingScene.Start), Nobody))!.Status);
        Assert.Equal(DunningStage.Active, (await scene.AccountAsync()).Dunning.Stage);
    }

    [Fact]
    public async Task What_was_given_up_and_is_paid_after_all_is_no_debt_any_more_and_of_two_debts_each_has_to_be_paid()
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        await scene.Updates().InvoiceChangedAsync(scene.Tenant, Invoice(ProviderInvoiceStatus.Uncollectible, 4), Nobody);
        await scene.Updates().InvoiceChangedAsync(scene.Tenant, Invoice(ProviderInvoiceStatus.Open, 1) with { Id = "in_2" }, Nobody);

        await scene.Updates().InvoiceChangedAsync(scene.Tenant, Invoice(ProviderInvoiceStatus.Paid, 5), Nobody);
        Assert.Equal(DunningStage.PastDue, (await scene.AccountAsync()).Dunning.Stage);

        await scene.Updates().InvoiceChangedAsync(scene.Tenant, Invoice(ProviderInvoiceStatus.Paid, 2) with { Id = "in_2" }, Nobody);
        Assert.Equal(DunningStage.Active, (await scene.AccountAsync()).Dunning.Stage);
        Assert.Equal(["billing.past_due", "billing.recovered"], await scene.EventsAsync());
    }

    [Fact]
    public async Task The_same_again_also_by_several_at_once_changes_nothing_more()
    {
        using var scene = await BillingScene.CreateAsync(postgres);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(number => number % 2 == 0
            ? scene.Updates().InvoiceChangedAsync(scene.Tenant, Invoice(ProviderInvoiceStatus.Open, 1), Nobody)
            : scene.Updates().SubscriptionChangedAsync(scene.Tenant, Subscription("sub_1") with { Status = ProviderSubscriptionStatus.PastDue }, Nobody)));

        Assert.Equal(["billing.past_due"], await scene.EventsAsync());
        Assert.Single(scene.Mails.Of(scene.Tenant));
    }

    [Fact]
    public async Task A_customer_that_is_gone_is_forgotten_with_its_plan_and_its_tenant_may_become_another_one()
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        await scene.Updates().SubscriptionChangedAsync(scene.Tenant, Subscription("sub_1"), Nobody);

        await scene.Updates().CustomerDeletedAsync("cus_of_nobody", Nobody);
        Assert.Equal("cus_1", (await scene.AccountAsync()).CustomerId);
        await scene.Updates().CustomerDeletedAsync("cus_1", Nobody);
        await scene.Updates().CustomerDeletedAsync("cus_1", Nobody);

        Assert.Equal(new BillingAccount { Dunning = (await scene.AccountAsync()).Dunning }, await scene.AccountAsync());
        await scene.Updates().SubscriptionChangedAsync(scene.Tenant, Subscription("sub_2") with { CustomerId = "cus_2" }, Nobody);
        Assert.Equal(("cus_2", BillingScene.Plan), ((await scene.AccountAsync()).CustomerId, (await scene.AccountAsync()).Plan));
    }

    [Fact]
    public async Task What_the_provider_could_not_count_is_reported_again_under_a_name_of_its_own()
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        await scene.StayAsync(BillingScene.Start.AddHours(-2), TimeSpan.FromMinutes(90));
        await scene.ReportAsync();
        await scene.SendAllAsync();
        var lost = Assert.Single(scene.Provider.Sent).Event.Identifier;

        var errors = new ProviderMeterErrors(
            "mtr_1", 3, [new(lost, "archived_meter", "Archived."), new("of-somebody-else", "archived_meter", "Archived."), new(null, "no_meter", "None.")]);
        await scene.Updates().MeterErrorsAsync(errors, Nobody);
        await scene.Updates().MeterErrorsAsync(errors, Nobody);
        scene.Time.Advance(TimeSpan.FromHours(1));
        await scene.ReportAsync();

        var reports = await scene.ReportsAsync();
        Assert.Equal([(90L, MeterReportState.Refused), (90L, MeterReportState.Pending)], reports.Select(static report => (report.Report.Value, report.State)));
        Assert.Equal("archived_meter", reports[0].Error);
    }

    private static ProviderSubscription Subscription(string id) => new()
    {
        Id = id,
        CustomerId = "cus_1",
        Status = ProviderSubscriptionStatus.Active,
        PriceIds = ["price_minutes", "price_recordings"],
        CurrentPeriodStart = BillingScene.Start,
        CurrentPeriodEnd = BillingScene.Start.AddMonths(1),
        CreatedAt = BillingScene.Start,
    };

    private static ProviderInvoice Invoice(ProviderInvoiceStatus status, int attempts) => new()
    {
        Id = "in_1",
        CustomerId = "cus_1",
        Status = status,
        Currency = "usd",
        Subtotal = 500,
        Total = 500,
        AmountDue = 500,
        AmountPaid = status == ProviderInvoiceStatus.Paid ? 500 : 0,
        AmountRemaining = status == ProviderInvoiceStatus.Paid ? 0 : 500,
        Attempts = attempts,
        PeriodStart = BillingScene.Start,
        PeriodEnd = BillingScene.Start.AddDays(1),
        CreatedAt = BillingScene.Start.AddDays(1),
        Lines = [],
        HasAllLines = true,
    };
}
