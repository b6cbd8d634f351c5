using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Billing;
using RelayKit.Stripe;
using RelayKit.Stripe.Calls;
using RelayKit.Stripe.Simulator;
using RelayKit.Stripe.Simulator.Faults;
using RelayKit.Stripe.Simulator.Http;
using RelayKit.Stripe.Simulator.Objects;
using RelayKit.Stripe.Simulator.Webhooks;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Stripe;

/// <summary>The double in this process, and RelayKit's side as it is registered, which can call the double and nobody else; both live in one time of the test's own.</summary>
internal sealed class PlayedStripe : IAsyncDisposable
{
    public const string ApiKey = "sk_test_played";
    public const string Secret = "whsec_played-secret-of-snapshots";
    public const string ThinSecret = "whsec_played-secret-of-thin-events";
    public const string Minutes = "participant_minutes";
    public const string BasePrice = "price_base";
    public const string MinutesPrice = "price_minutes";

    /// <summary>The middle of a month with 30 days.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 16, 0, 0, 0, TimeSpan.Zero);

    private readonly WebApplication _app;
    private readonly ServiceProvider _services;

    private PlayedStripe(WebApplication app, FakeTimeProvider time)
    {
        (_app, Time) = (app, time);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(Settings(app.Urls.Single())).Build());
        services.AddSingleton<TimeProvider>(time);
        services.AddLogging();
        services.AddStripeBilling();
        OnlyCall(services, new Uri(app.Urls.Single()));
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; }

    public StripeAccount Account => _app.Services.GetRequiredService<StripeAccount>();

    public SentEvents Events => _app.Services.GetRequiredService<SentEvents>();

    public WebhookQueue Queue => _app.Services.GetRequiredService<WebhookQueue>();

    public FaultScript Faults => _app.Services.GetRequiredService<FaultScript>();

    public IReadOnlyList<RecordedRequest> Requests => _app.Services.GetRequiredService<RecordedRequests>().All;

    public IBillingProvider Provider => _services.GetRequiredService<IBillingProvider>();

    public string Url => _app.Urls.Single();

    public static async Task<PlayedStripe> StartAsync(Uri? webhooks = null)
    {
        var time = new FakeTimeProvider(Start);
        var app = StripeSimulatorApp.Build(
            new StripeSimulatorOptions
            {
                ApiKey = ApiKey,
                WebhookUrl = webhooks is null ? null : new Uri(webhooks, "/webhooks/stripe"),
                WebhookSecret = Secret,
                ThinWebhookUrl = webhooks is null ? null : new Uri(webhooks, "/webhooks/stripe/thin"),
                ThinWebhookSecret = ThinSecret,
                MeterEvents = [$"relaykit_{Minutes}"],
                Prices = [new SeededPrice(BasePrice, 3000), new SeededPrice(MinutesPrice, 0.4m, $"relaykit_{Minutes}", Included: 1000)],
                HasBeat = false,
                Urls = "http://127.0.0.1:0",
            },
            time);
        await app.StartAsync();
        return new PlayedStripe(app, time);
    }

    /// <summary>The settings of a RelayKit that uses it.</summary>
    public static Dictionary<string, string?> Settings(string url) => new()
    {
        ["RelayKit:Stripe:ApiKey"] = ApiKey,
        ["RelayKit:Stripe:ApiBase"] = url,
        ["RelayKit:Stripe:WebhookSecret"] = Secret,
        ["RelayKit:Stripe:ThinWebhookSecret"] = ThinSecret,
    };

    /// <summary>Anything else that is called throws.</summary>
    public static void OnlyCall(IServiceCollection services, Uri allowed) =>
        services.AddHttpClient(StripeHttp.HttpClientName).AddHttpMessageHandler(() => new Fence(allowed));

    /// <summary>A customer of a tenant.</summary>
    public async Task<string> CustomerAsync(TenantId? tenant = null) =>
        (await Provider.EnsureCustomerAsync(new BillingCustomer(tenant ?? TenantId.New(Time), "Acme", "billing@acme.example"), CancellationToken.None)).Value!;

    /// <summary>A subscription of a tenant to both prices, from now on and whole from the first of the next month.</summary>
    public async Task<(string Customer, string Subscription)> SubscribeAsync(TenantId tenant)
    {
        var customer = await CustomerAsync(tenant);
        var checkout = await Provider.CreateCheckoutAsync(Checkout(tenant, customer), CancellationToken.None);
        return (customer, Account.Do(it => it.Complete(it.Checkout(checkout.Value!.Id)).Id));
    }

    public CheckoutRequest Checkout(TenantId tenant, string customer, string key = "first") => new()
    {
        IdempotencyKey = $"{tenant}:{key}",
        Tenant = tenant,
        CustomerId = customer,
        Plan = "growth",
        FixedPriceIds = [BasePrice],
        MeteredPriceIds = [MinutesPrice],
        FirstPeriodStart = new DateTimeOffset(Time.GetUtcNow().Year, Time.GetUtcNow().Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1),
        SuccessUrl = new Uri("https://app.example/done"),
        CancelUrl = new Uri("https://app.example/back"),
    };

    public MeterEvent Usage(string customer, long value, string identifier, DateTimeOffset? at = null) =>
        new(Minutes, identifier, customer, value, at ?? Time.GetUtcNow());

    /// <summary>Lets time pass for as long as something waits for it.</summary>
    public async Task<T> WithTimePassing<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            Time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        return await task;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _app.DisposeAsync();
    }

    private sealed class Fence(Uri allowed) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.RequestUri!.Authority == allowed.Authority
                ? base.SendAsync(request, cancellationToken)
                : throw new InvalidOperationException($"Nobody plays {request.RequestUri.Authority} here.");
    }
}
