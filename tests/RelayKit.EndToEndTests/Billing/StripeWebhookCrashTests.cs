using RelayKit.EndToEndTests.Durability;
using RelayKit.EndToEndTests.Idempotency;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Billing;

/// <summary>
/// SIGKILL between the acceptance of Stripe's webhooks and what follows from them: Stripe has its 200 and does not come again, so whatever is to follow has to
/// follow from what was kept.
/// </summary>
[Collection(MortalStackTests.Name)]
public sealed class StripeWebhookCrashTests(StackFixture stack)
{
    /// <summary>As if their time had passed.</summary>
    private const string EndLeases =
        """
        with ended as (update stripe_events set lease_until = received_at where processed_at is null returning 1)
        select count(*) from ended
        """;

    private const string EndConnections =
        "select count(pg_terminate_backend(pid, 10000)) from pg_stat_activity where datname = current_database() and application_name like 'relaykit%'";

    [Fact]
    public async Task Killed_before_anybody_has_taken_them_up()
    {
        var payer = await PayingTenant.SignUpAsync(stack);
        var page = await payer.CheckOutAsync();
        await using (var claims = await stack.Database.OpenAsync())
        {
            // The lock under which they are taken up (PostgresProviderEventStore).
            await using var transaction = await claims.BeginTransactionAsync();
            await using var hold = new Npgsql.NpgsqlCommand("select pg_advisory_xact_lock(7321036)", claims, transaction);
            await hold.ExecuteNonQueryAsync();
            await stack.Stripe.CompleteAsync(page);
            await UntilAcceptedAsync();
            Assert.Equal(0, await CountAsync("processed_at is null and lease_id is not null"));

            await KillAsync();
        }

        await AssertSubscribedAfterwardsAsync(payer);
    }

    [Fact]
    public async Task Killed_while_somebody_works_them_off()
    {
        var payer = await PayingTenant.SignUpAsync(stack);
        var page = await payer.CheckOutAsync();
        await using (await HeldTable.HoldAsync(stack.Database, "billing_accounts"))
        {
            await stack.Stripe.CompleteAsync(page);
            await UntilAcceptedAsync();
            await Eventually.HoldsAsync(async () => await CountAsync("processed_at is null and lease_id is not null") > 0, "they are taken up");

            await KillAsync();
        }

        Assert.True(await stack.Database.ScalarAsync<long>(EndLeases) > 0);
        await AssertSubscribedAfterwardsAsync(payer);
    }

    /// <summary>Stripe has its 200 for all of them.</summary>
    private Task UntilAcceptedAsync() => Eventually.HoldsAsync(
        async () => await CountAsync("processed_at is null") > 1 && await stack.Stripe.WaitingAsync() == 0, "the webhooks are accepted");

    private async Task KillAsync()
    {
        await stack.KillSiloAsync();
        await stack.Database.ScalarAsync<long>(EndConnections);
    }

    private async Task AssertSubscribedAfterwardsAsync(PayingTenant payer)
    {
        Assert.Equal(0, await stack.Database.ScalarAsync<long>("select count(*) from billing_accounts where tenant_id = $1 and subscription_id is not null", payer.Tenant.RowId));
        var accepted = await CountAsync("true");

        await stack.StartSiloAsync();

        await payer.UntilSubscribedAsync();
        await Eventually.HoldsAsync(async () => await CountAsync("processed_at is null") == 0, "all of them are worked off");
        Assert.Equal(accepted, await CountAsync("true"));
    }

    private Task<long> CountAsync(string condition) => stack.Database.ScalarAsync<long>($"select count(*) from stripe_events where {condition}");
}
