using RelayKit.Api.Inbound.Stripe;
using RelayKit.Billing;
using RelayKit.Stripe.Simulator.Objects;
using RelayKit.Stripe.Simulator.Webhooks;
using RelayKit.Tenants;
using RelayKit.Testing.Histories;
using RelayKit.UnitTests.Stripe;

namespace RelayKit.UnitTests.Api.Inbound;

/// <summary>
/// Whatever happens at Stripe, and however its webhooks come: five times each, in any order, with forged, changed, old and early ones between them, what RelayKit
/// holds in the end is what is true there. The model is the double's own account.
/// </summary>
public sealed class StripeWebhookLawTests
{
    private const int Copies = 5;

    /// <summary>Each is some 300 webhooks: 12 in the suite.</summary>
    private static readonly int Histories = HistoryCount.Value / 80;

    [Fact]
    public async Task The_final_state_is_the_models_and_everything_forged_is_refused()
    {
        var (accepted, forged) = (0, 0);
        foreach (var seed in Enumerable.Range(1, Histories))
        {
            var (taken, refused) = await PlayAsync(seed);
            (accepted, forged) = (accepted + taken, forged + refused);
        }

        Assert.True(accepted > 500 && forged > 500, $"Only {accepted} events and {forged} forgeries were sent: the histories are too short to say anything.");
    }

    [Fact]
    public async Task A_fault_on_the_way_is_tried_again_until_it_is_gone()
    {
        await using var played = await Played.StartAsync();
        var (_, subscription) = await played.Stripe.SubscribeAsync(TenantId.New(played.Stripe.Time));
        await played.Stripe.Queue.PumpAsync(CancellationToken.None);
        played.Receiver.Updates.Faults = 3;

        await played.WorkOffAsync();
        Assert.True(played.Receiver.Store.Unprocessed > 0);
        for (var time = 0; time < 4; time++)
        {
            played.Stripe.Time.Advance(TimeSpan.FromMinutes(1));
            await played.WorkOffAsync();
        }

        Assert.Equal(0, played.Receiver.Store.Unprocessed);
        Assert.Equal(ProviderSubscriptionStatus.Active, played.Receiver.Updates.Subscriptions[subscription].State.Status);
    }

    [Fact]
    public async Task Many_pieces_of_news_about_one_thing_are_one_piece_of_work()
    {
        await using var played = await Played.StartAsync();
        await played.Stripe.SubscribeAsync(TenantId.New(played.Stripe.Time));
        await played.Stripe.Queue.PumpAsync(CancellationToken.None);
        Assert.Equal(5, played.Receiver.Store.Count);

        await played.WorkOffAsync();

        Assert.Equal(2, played.Receiver.Updates.HandedOver);
    }

    private static async Task<(int Taken, int Refused)> PlayAsync(int seed)
    {
        var random = new Random(seed);
        await using var played = await Played.StartAsync();
        played.Stripe.Queue.Set(new WebhookScript(Copies, Hold: true));
        var subscriptions = new List<(string Customer, string Subscription)>();
        foreach (var tenant in Enumerable.Range(0, 3).Select(_ => TenantId.New(played.Stripe.Time)).ToList())
        {
            subscriptions.Add(await played.Stripe.SubscribeAsync(tenant));
        }

        for (var acts = random.Next(4, 15); acts > 0; acts--)
        {
            var (customer, subscription) = subscriptions[random.Next(subscriptions.Count)];
            await ActAsync(played.Stripe, random.Next(8), customer, subscription);
        }

        var refused = await ForgeAsync(played, seed);
        played.Stripe.Queue.Release(seed);
        await played.Stripe.Queue.PumpAsync(CancellationToken.None);
        Assert.Equal(0, played.Stripe.Queue.Waiting);
        await played.WorkOffAsync();
        AssertModel(played);
        return (played.Stripe.Queue.Delivered, refused);
    }

    private static async Task ActAsync(PlayedStripe stripe, int act, string customer, string subscription)
    {
        switch (act)
        {
            case 0:
                stripe.Time.Advance(TimeSpan.FromDays(9));
                break;
            case 1:
                stripe.Account.Do(it => it.Customer(customer).CardWorks = false);
                break;
            case 2:
                stripe.Account.Do(it => it.Customer(customer).CardWorks = true);
                break;
            case 3:
                await stripe.Provider.SendMeterEventAsync(stripe.Usage(customer, 700, Guid.NewGuid().ToString("N")), CancellationToken.None);
                break;
            case 4:
                await stripe.Provider.CancelSubscriptionAsync(subscription, atPeriodEnd: true, CancellationToken.None);
                break;
            case 5:
                stripe.Account.Do(it => it.Invoices.Where(invoice => invoice.Subscription.Id == subscription && invoice.Status == "open").ToList()).ForEach(
                    invoice => stripe.Account.Do(it =>
                    {
                        it.Pay(invoice);
                        return true;
                    }));
                break;
            case 6:
                stripe.Time.Advance(TimeSpan.FromDays(26));
                break;
            case 7:
                await stripe.Provider.SendMeterEventAsync(stripe.Usage("cus_none", 1, Guid.NewGuid().ToString("N")), CancellationToken.None);
                break;
        }

        stripe.Account.Do(static _ => true);
    }

    /// <summary>Every event, signed by somebody else, changed, too old and too new: all of them are refused.</summary>
    private static async Task<int> ForgeAsync(Played played, int seed)
    {
        var now = played.Stripe.Time.GetUtcNow();
        var forgeries = played.Stripe.Events.All.SelectMany(told =>
        {
            var (path, secret) = told.IsThin ? (StripeWebhook.ThinPath, PlayedStripe.ThinSecret) : (StripeWebhook.Path, PlayedStripe.Secret);
            return new[]
            {
                (path, told.Body, WebhookQueue.SignatureOf(told.Body, "whsec_of-somebody-else", now)),
                (path, told.Body.Replace("sim", "mis", StringComparison.Ordinal), WebhookQueue.SignatureOf(told.Body, secret, now)),
                (path, told.Body, WebhookQueue.SignatureOf(told.Body, secret, now.AddSeconds(-301))),
                (path, told.Body, WebhookQueue.SignatureOf(told.Body, secret, now.AddSeconds(301))),
                (path, told.Body, ""),
            };
        }).ToArray();
        new Random(seed).Shuffle(forgeries);
        foreach (var (path, body, signature) in forgeries)
        {
            Assert.Equal(400, (await played.Receiver.PostAsync(path, body, signature)).Status);
        }

        Assert.Equal(0, played.Receiver.Store.Count);
        return forgeries.Length;
    }

    private static void AssertModel(Played played)
    {
        var updates = played.Receiver.Updates;
        played.Stripe.Account.Do(it =>
        {
            Assert.Equal(it.Subscriptions.Select(static truth => truth.Id).Order(), updates.Subscriptions.Keys.Order());
            Assert.All(it.Subscriptions, truth =>
            {
                var (tenant, held) = updates.Subscriptions[truth.Id];
                Assert.Equal(truth.Metadata["tenant_id"], tenant.ToString());
                Assert.Equal(
                    (truth.Status, truth.PeriodStart, truth.PeriodEnd, truth.EndedAt, truth.EndedAt is null && truth.CancelAtPeriodEnd ? truth.PeriodEnd : null),
                    (StatusOf(held.Status), held.CurrentPeriodStart, held.CurrentPeriodEnd, held.EndedAt, held.CancelAt));
            });
            Assert.Equal(it.Invoices.Select(static truth => truth.Id).Order(), updates.Invoices.Keys.Order());
            Assert.All(it.Invoices, truth => Assert.Equal(TruthOf(truth), HeldOf(updates.Invoices[truth.Id].State)));
            Assert.Equal(it.MeterEvents.Where(static taken => taken.Error is not null).Select(static taken => taken.Identifier).Order(), updates.MeterErrors.Select(static errors => errors.Samples.Single().Identifier).Order());
            return true;
        });
    }

    private static string TruthOf(SimInvoice invoice) => string.Join(
        ' ', invoice.Status, invoice.Total, invoice.Attempts, invoice.NextAttempt?.ToUnixTimeSeconds(), invoice.PaidAt?.ToUnixTimeSeconds(), string.Join(',', invoice.Lines.Select(static line => $"{line.Quantity}={line.Amount}")));

    private static string HeldOf(ProviderInvoice invoice) => string.Join(
        ' ', StatusOf(invoice.Status), invoice.Total, invoice.Attempts, invoice.NextAttemptAt?.ToUnixTimeSeconds(), invoice.PaidAt?.ToUnixTimeSeconds(), string.Join(',', invoice.Lines.Select(static line => $"{line.Quantity}={line.Amount}")));

    private static string StatusOf<T>(T status)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());

    /// <summary>A double and a receiver that know each other.</summary>
    private sealed class Played : IAsyncDisposable
    {
        public required PlayedStripe Stripe { get; init; }

        public required StripeReceiver Receiver { get; init; }

        public static async Task<Played> StartAsync()
        {
            var clock = new SharedClock();
            var receiver = await StripeReceiver.StartAsync(clock);
            var stripe = await PlayedStripe.StartAsync(receiver.Url);
            clock.Of = stripe.Time;
            return new Played { Stripe = stripe, Receiver = receiver };
        }

        public Task WorkOffAsync() => Receiver.WorkOffAsync(Stripe.Provider, Stripe.Time);

        public async ValueTask DisposeAsync()
        {
            await Stripe.DisposeAsync();
            await Receiver.DisposeAsync();
        }
    }

    /// <summary>The receiver is there before the double whose time it lives in.</summary>
    private sealed class SharedClock : TimeProvider
    {
        public TimeProvider? Of { get; set; }

        public override DateTimeOffset GetUtcNow() => Of?.GetUtcNow() ?? PlayedStripe.Start;
    }
}
