using RelayKit.Billing;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Billing;

/// <summary>From stage to stage and back: what stands in the log, what the tenant's grain goes by, and what the owners are mailed, each once.</summary>
[Collection(PostgresGroup.Name)]
public sealed class DunningWorkTests(PostgresFixture postgres)
{
    private static readonly CancellationToken Nobody = CancellationToken.None;
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Each_stage_lasts_its_time_and_is_told_once()
    {
        using var scene = await BillingScene.CreateAsync(postgres, isCustomer: false);
        await OweAsync(scene);
        await AssertStandsAsync(scene, DunningStage.PastDue, ["billing.past_due"], ["payment-failed"]);
        Assert.Null(scene.Terms.Of(scene.Tenant).Hold);

        scene.Time.Advance(TimeSpan.FromDays(3) - Moment);
        await BeatAsync(scene, 3);
        await AssertStandsAsync(scene, DunningStage.PastDue, ["billing.past_due"], ["payment-failed"]);

        scene.Time.Advance(Moment);
        await BeatAsync(scene, 3);
        await AssertStandsAsync(scene, DunningStage.Grace, ["billing.past_due", "billing.grace"], ["payment-failed", "payment-overdue"]);
        Assert.Equal((scene.Time.GetUtcNow(), null), (scene.Terms.Of(scene.Tenant).Hold!.Since, scene.Terms.Of(scene.Tenant).Hold!.SessionsEndAt));

        scene.Time.Advance(TimeSpan.FromDays(7));
        await BeatAsync(scene, 3);
        await AssertStandsAsync(
            scene, DunningStage.Suspended, ["billing.past_due", "billing.grace", "billing.suspended"], ["payment-failed", "payment-overdue", "payment-suspended"]);
        Assert.Equal(scene.Time.GetUtcNow().AddMinutes(5), scene.Terms.Of(scene.Tenant).Hold!.SessionsEndAt);
        Assert.Equal(2, scene.Terms.Told.Count(told => told.Tenant == scene.Tenant));

        scene.Time.Advance(TimeSpan.FromDays(400));
        await BeatAsync(scene, 3);
        Assert.Equal((3, 3, 2), ((await scene.EventsAsync()).Count, scene.Mails.Of(scene.Tenant).Count, scene.Terms.Told.Count(told => told.Tenant == scene.Tenant)));
    }

    [Theory]
    [InlineData(DunningStage.PastDue)]
    [InlineData(DunningStage.Grace)]
    [InlineData(DunningStage.Suspended)]
    public async Task Who_pays_is_back_at_once_from_whichever_stage(DunningStage stage)
    {
        using var scene = await AtAsync(stage);

        await PayAsync(scene);

        Assert.Equal(DunningStage.Active, (await scene.AccountAsync()).Dunning.Stage);
        Assert.Equal(BillingTerms.None, scene.Terms.Of(scene.Tenant));
        Assert.Equal("billing.recovered", (await scene.EventsAsync())[^1]);
        Assert.Equal("payment-received", scene.Mails.Of(scene.Tenant)[^1].Content.Kind);

        // Told once more, it is no news.
        await PayAsync(scene);
        await BeatAsync(scene, 2);
        Assert.Equal(((int)stage + 1, (int)stage + 1), ((await scene.EventsAsync()).Count, scene.Mails.Of(scene.Tenant).Count));
    }

    [Fact]
    public async Task A_debt_that_is_told_again_keeps_its_beginning_and_a_new_one_begins_anew()
    {
        using var scene = await AtAsync(DunningStage.Grace);
        await OweAsync(scene);
        Assert.Equal((BillingScene.Start, DunningStage.Grace), ((await scene.AccountAsync()).OwedSince, (await scene.AccountAsync()).Dunning.Stage));

        await PayAsync(scene);
        await OweAsync(scene);

        Assert.Equal((scene.Time.GetUtcNow(), DunningStage.PastDue), ((await scene.AccountAsync()).OwedSince, (await scene.AccountAsync()).Dunning.Stage));
        Assert.Equal(["payment-failed", "payment-overdue", "payment-received", "payment-failed"], KindsOf(scene));
    }

    [Fact]
    public async Task Processes_that_look_at_once_take_a_stage_once()
    {
        using var scene = await AtAsync(DunningStage.Grace);
        scene.Time.Advance(TimeSpan.FromDays(7));

        await Task.WhenAll(Enumerable.Range(0, 6).Select(number => number % 2 == 0 ? scene.Dunning().RunAsync(Nobody) : scene.Dunning().RunAsync(scene.Tenant, Nobody)));
        await BeatAsync(scene, 1);

        await AssertStandsAsync(
            scene, DunningStage.Suspended, ["billing.past_due", "billing.grace", "billing.suspended"], ["payment-failed", "payment-overdue", "payment-suspended"]);
        Assert.Equal(2, scene.Terms.Told.Count(told => told.Tenant == scene.Tenant));
    }

    [Fact]
    public async Task Who_pays_while_another_process_tells_of_the_next_stage_is_not_held_by_it()
    {
        using var scene = await AtAsync(DunningStage.PastDue);
        scene.Time.Advance(TimeSpan.FromDays(3));
        var (telling, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        scene.Terms.Before = terms =>
        {
            if (terms.Hold is null)
            {
                return Task.CompletedTask;
            }

            telling.TrySetResult();
            return goOn.Task;
        };

        var slow = scene.Dunning().RunAsync(Nobody);
        await telling.Task;
        var paying = PayAsync(scene);
        // The payer is done, or waits for the one that tells.
        while (!paying.IsCompleted && !await Sql.ScalarAsync<bool>(
            postgres.ConnectionString, "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')"))
        {
            await Task.Yield();
        }

        goOn.SetResult();
        await Task.WhenAll(slow, paying);
        await BeatAsync(scene, 1);

        Assert.Equal(DunningStage.Active, (await scene.AccountAsync()).Dunning.Stage);
        Assert.Null(scene.Terms.Of(scene.Tenant).Hold);
    }

    [Fact]
    public async Task Who_pays_after_a_process_died_that_had_told_the_grain_is_not_held_by_it()
    {
        using var scene = await AtAsync(DunningStage.PastDue);
        scene.Time.Advance(TimeSpan.FromDays(3));
        scene.Terms.After = static () => throw new PlayedCrashException();
        await BeatAsync(scene, 1);
        scene.Terms.After = static () => { };
        Assert.NotNull(scene.Terms.Of(scene.Tenant).Hold);

        await PayAsync(scene);

        Assert.Equal(BillingTerms.None, scene.Terms.Of(scene.Tenant));
    }

    [Fact]
    public async Task What_the_grain_or_the_owners_could_not_be_told_is_told_by_the_next_beat_and_holds_up_nobody()
    {
        using var other = await BillingScene.CreateAsync(postgres, isCustomer: false);
        using var scene = await BillingScene.CreateAsync(postgres, isCustomer: false);
        await other.Store.SetOwedAsync(other.Tenant, true, Nobody);
        await scene.Store.SetOwedAsync(scene.Tenant, true, Nobody);
        scene.Mails.Fault = new InvalidOperationException("The outbox is away.");
        await BeatAsync(scene, 1);
        Assert.Single(scene.Mails.Of(scene.Tenant).Concat(scene.Mails.Of(other.Tenant)));
        await BeatAsync(scene, 1);
        Assert.Equal(2, scene.Mails.Of(scene.Tenant).Concat(scene.Mails.Of(other.Tenant)).Count());

        scene.Time.Advance(TimeSpan.FromDays(3));
        scene.Terms.Before = static _ => throw new InvalidOperationException("The grain is away.");
        await BeatAsync(scene, 2);
        Assert.Equal((DunningStage.Grace, 2), ((await scene.AccountAsync()).Dunning.Stage, (await scene.EventsAsync()).Count));
        Assert.Null(scene.Terms.Of(scene.Tenant).Hold);

        scene.Terms.Before = static _ => Task.CompletedTask;
        await BeatAsync(scene, 1);
        Assert.NotNull(scene.Terms.Of(scene.Tenant).Hold);
        Assert.NotNull(scene.Terms.Of(other.Tenant).Hold);
        Assert.Equal(["payment-failed", "payment-overdue"], KindsOf(scene));
    }

    [Fact]
    public async Task The_mail_names_the_invoice_what_is_due_and_where_it_is_paid()
    {
        using var scene = await BillingScene.CreateAsync(postgres, isCustomer: false);
        await scene.ExecuteAsync(
            """
            insert into provider_invoices (tenant_id, provider_invoice_id, period, number, status, currency, total, amount_remaining, attempts, created_at, hosted_url)
            values ($1, 'in_paid', '2026-10-01', 'A-1', 2, 'eur', 500, 0, 1, '2026-11-01', 'https://pay.example.com/1'),
                ($1, 'in_open', '2026-10-01', 'A-2', 1, 'eur', 1250, 1250, 1, '2026-11-02', 'https://pay.example.com/2')
            """);

        await OweAsync(scene);

        var mail = Assert.Single(scene.Mails.Of(scene.Tenant));
        Assert.True(mail.ForBilling);
        Assert.All(["A-2", "EUR 12.50", "https://pay.example.com/2"], text => Assert.Contains(text, mail.Content.Text, StringComparison.Ordinal));
    }

    /// <summary>Stripe tells of the subscription that is past due, and of the invoice that was not paid, in either order.</summary>
    [Fact]
    public async Task The_mail_of_a_providers_customer_waits_a_moment_for_the_invoice_and_no_longer()
    {
        using var scene = await BillingScene.CreateAsync(postgres);
        await OweAsync(scene);
        await BeatAsync(scene, 2);
        Assert.Equal((DunningStage.PastDue, 0), ((await scene.AccountAsync()).Dunning.Stage, scene.Mails.Of(scene.Tenant).Count));

        await scene.ExecuteAsync(
            """
            insert into provider_invoices (tenant_id, provider_invoice_id, period, number, status, currency, total, amount_remaining, attempts, created_at)
            values ($1, 'in_open', '2026-11-01', 'A-2', 1, 'eur', 1250, 1250, 1, '2026-11-02')
            """);
        await BeatAsync(scene, 2);
        Assert.Contains("EUR 12.50", Assert.Single(scene.Mails.Of(scene.Tenant)).Content.Text, StringComparison.Ordinal);

        using var other = await BillingScene.CreateAsync(postgres);
        await OweAsync(other);
        other.Time.Advance(TimeSpan.FromMinutes(1));
        await BeatAsync(other, 2);
        Assert.Equal(["payment-failed"], KindsOf(other));
    }

    /// <summary>A tenant that has not paid, and has come so far.</summary>
    private async Task<BillingScene> AtAsync(DunningStage stage)
    {
        var scene = await BillingScene.CreateAsync(postgres, isCustomer: false);
        await OweAsync(scene);
        int[] days = [3, 7];
        foreach (var stay in days.Take((int)stage - 1))
        {
            scene.Time.Advance(TimeSpan.FromDays(stay));
            await BeatAsync(scene, 1);
        }

        Assert.Equal(stage, (await scene.AccountAsync()).Dunning.Stage);
        return scene;
    }

    private static Task OweAsync(BillingScene scene) => SetOwedAsync(scene, true);

    private static Task PayAsync(BillingScene scene) => SetOwedAsync(scene, false);

    private static async Task SetOwedAsync(BillingScene scene, bool isOwed)
    {
        await scene.Store.SetOwedAsync(scene.Tenant, isOwed, Nobody);
        await scene.Dunning().RunAsync(scene.Tenant, Nobody);
    }

    private static async Task BeatAsync(BillingScene scene, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await scene.Dunning().RunAsync(Nobody);
        }
    }

    private static async Task AssertStandsAsync(BillingScene scene, DunningStage stage, string[] events, string[] mails)
    {
        Assert.Equal(stage, (await scene.AccountAsync()).Dunning.Stage);
        Assert.Equal(events, await scene.EventsAsync());
        Assert.Equal(mails, KindsOf(scene));
    }

    private static IEnumerable<string> KindsOf(BillingScene scene) => scene.Mails.Of(scene.Tenant).Select(static mail => mail.Content.Kind);
}
