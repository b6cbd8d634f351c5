using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Billing;

/// <summary>Somebody with an account, whose tenant may choose a plan of its own that the simulated Stripe sells: so much for each minute, and no other tenant has it.</summary>
internal sealed class PayingTenant
{
    /// <summary>What a minute costs.</summary>
    public const int Cents = 100;

    private readonly StackFixture _stack;

    private PayingTenant(StackFixture stack, Person owner, TestTenant tenant, string plan) => (_stack, Owner, Tenant, Plan) = (stack, owner, tenant, plan);

    public Person Owner { get; }

    public TestTenant Tenant { get; }

    public string Plan { get; }

    public static async Task<PayingTenant> SignUpAsync(StackFixture stack)
    {
        var owner = await Person.SignUpVerifiedAsync(stack);
        var key = (await owner.Api.PostAsync("/v1/api-keys", new { name = "Backend", mode = "live" })).Expect(HttpStatusCode.Created).Text("key");
        var plan = $"plan-{Guid.NewGuid():n}";
        var price = $"price_{plan}";
        await stack.Stripe.AddMinutePriceAsync(price, Cents);
        (await stack.Operator.PutAsync(
            $"/v1/operator/plans/{plan}",
            new { name = "Of this test", currency = "usd", prices = new[] { new { meter = "participant_minutes", included_minutes = 0, unit_price = $"{Cents}", provider_price_id = price } } }))
            .Expect(HttpStatusCode.OK);
        return new PayingTenant(stack, owner, new TestTenant(owner.TenantId, stack.Client(key), stack) { Key = key }, plan);
    }

    /// <summary>Asks for the page on which to subscribe.</summary>
    public async Task<Uri> CheckOutAsync() => new((await Owner.Api.PostAsync(
        "/v1/billing/checkout", new { plan = Plan, success_url = "https://app.example.com/done", cancel_url = "https://app.example.com/back" }))
        .Expect(HttpStatusCode.Created).Text("url"));

    /// <summary>Subscribes, and waits until RelayKit knows.</summary>
    public async Task SubscribeAsync()
    {
        await _stack.Stripe.CompleteAsync(await CheckOutAsync());
        await UntilSubscribedAsync();
    }

    public Task UntilSubscribedAsync() => Eventually.EqualAsync(
        (Plan, "active"),
        async () =>
        {
            var stands = await StandsAsync();
            return (stands["plan"].GetProperty("code").GetString()!, stands["subscription"] is { ValueKind: JsonValueKind.Object } known ? known.GetProperty("status").GetString()! : "");
        },
        "the subscription is known");

    public async Task<ApiAnswer> StandsAsync() => (await Owner.Api.GetAsync("/v1/billing/subscription")).Expect(HttpStatusCode.OK);

    public async Task<string> SubscriptionIdAsync() => (await StandsAsync())["subscription"].GetProperty("id").GetString()!;

    public Task<string> CustomerIdAsync() => _stack.Database.ScalarAsync<string>("select customer_id from billing_accounts where tenant_id = $1", Tenant.RowId);

    /// <summary>Somebody was in the room for some minutes, and somebody else came and is still there.</summary>
    /// <returns>LiveKit's name of the room in which both were.</returns>
    public async Task<string> UseAsync(string room, int minutes)
    {
        var nowMs = DateTimeOffset.UtcNow.ToUnixTimeSeconds() * 1000;
        var life = await Tenant.OpenRoomAsync(room, nowMs - (minutes * 60_000));
        var gone = Connection.At(life.CreatedAtMs, "bob");
        await _stack.SendAllAsync(
            LiveKitWebhooks.ParticipantJoined(life, gone),
            LiveKitWebhooks.ParticipantLeft(life, gone, nowMs),
            LiveKitWebhooks.ParticipantJoined(life, Connection.At(nowMs, "ann")));
        return life.Name;
    }

    /// <summary>What was used is reported now, and not at this tenant's minute of the hour; waits until Stripe has it.</summary>
    public async Task<long> ReportAsync(int atLeast)
    {
        var customer = await CustomerIdAsync();
        var minutes = 0L;
        await Eventually.HoldsAsync(
            async () =>
            {
                await _stack.Database.ScalarAsync<int>("update billing_accounts set report_due_at = '-infinity' where tenant_id = $1 returning 1", Tenant.RowId);
                return (minutes = await _stack.Stripe.MinutesAsync(customer)) >= atLeast;
            },
            "Stripe knows of the minutes");
        return minutes;
    }

    /// <summary>The stage is as many days older.</summary>
    public Task PassAsync(int days) => _stack.Database.ScalarAsync<int>(
        "update billing_accounts set stage_since = stage_since - make_interval(days => $2) where tenant_id = $1 returning 1", Tenant.RowId, days);

    public Task UntilStageAsync(string stage) => Eventually.EqualAsync(
        stage, async () => (await StandsAsync())["payment"].GetProperty("stage").GetString()!, $"the stage is {stage}");

    /// <summary>The kinds of the mails about payment and suspension that the owner has, the oldest first, once none is on its way.</summary>
    public async Task<List<string>> MailsAsync()
    {
        await Eventually.HoldsAsync(
            async () => await _stack.Database.ScalarAsync<long>("select count(*) from outbox where tenant_id = $1 and kind = 'mail'", Tenant.RowId) == 0, "no mail is on its way");
        return [.. (await _stack.Mails.AllAsync(Owner.Email))
            .Select(static mail => mail.Split("X-RelayKit-Kind: ")[1].Split("\r\n")[0])
            .Where(static kind => kind.StartsWith("payment-", StringComparison.Ordinal) || kind.StartsWith("tenant-", StringComparison.Ordinal))];
    }
}
