using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Billing;
using RelayKit.Api.Problems;
using RelayKit.Api.RequestLogs;
using RelayKit.Api.Requests;
using RelayKit.Billing;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Api.Billing;

/// <summary>The provider's pages, over HTTP: with a provider, with one that is down, and without.</summary>
public sealed class CheckoutTests : IAsyncLifetime
{
    private const string Checkout = """{"plan":"pro","success_url":"https://example.com/done","cancel_url":"https://example.com/back"}""";

    private readonly PlayedBilling _billing = new();
    private readonly PlayedProvider _provider = new();
    private readonly HttpClient _http = new();
    private WebApplication? _app;

    public Task InitializeAsync()
    {
        _billing.Plans.Add(new Plan
        {
            Code = "pro",
            Name = "Pro",
            Currency = "usd",
            ProviderFixedPriceIds = ["price_fee"],
            Prices = [new(BillingMeter.Participants, 0, 1, "price_minutes"), new(BillingMeter.Agents, 0, 1, null)],
        });
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_checkout_names_the_plans_prices_and_the_first_of_the_next_month()
    {
        await StartAsync();

        var (status, body) = await PostAsync("checkout", Checkout);

        Assert.Equal((HttpStatusCode.Created, "https://pay.example.com/cs_1"), (status, body.GetProperty("url").GetString()));
        Assert.Equal("Acme", Assert.Single(_provider.Customers).Name);
        var asked = Assert.Single(_provider.Checkouts);
        Assert.Equal(("cus_1", "pro", new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero)), (asked.CustomerId, asked.Plan, asked.FirstPeriodStart));
        Assert.Equal(["price_fee"], asked.FixedPriceIds);
        Assert.Equal(["price_minutes"], asked.MeteredPriceIds);
        Assert.Equal("cus_1", _billing.Account.CustomerId);

        (status, body) = await PostAsync("portal", """{"return_url":"https://example.com"}""");
        Assert.Equal((HttpStatusCode.Created, "https://pay.example.com/portal/cus_1"), (status, body.GetProperty("url").GetString()));
    }

    [Theory]
    [InlineData(ProviderOutcome.Retryable)]
    [InlineData(ProviderOutcome.Unknown)]
    [InlineData(ProviderOutcome.Refused)]
    public async Task A_provider_that_does_not_do_it_is_a_problem_that_passes(ProviderOutcome outcome)
    {
        await StartAsync();
        _provider.Failure = new ProviderFailure(outcome, new ProviderFault("played", "Played."));

        var (status, body) = await PostAsync("checkout", Checkout);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "billing_provider_unavailable"), (status, body.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("checkout", Checkout)]
    [InlineData("portal", """{"return_url":"https://example.com"}""")]
    public async Task Without_a_provider_it_is_said_so(string page, string request)
    {
        await StartAsync(hasProvider: false);

        var (status, body) = await PostAsync(page, request);

        Assert.Equal((HttpStatusCode.NotFound, "billing_not_set_up"), (status, body.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("http://example.com/back")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/back")]
    [InlineData("https://me@example.com")]
    public async Task Addresses_that_no_browser_should_be_led_to_are_refused_by_name(string address)
    {
        await StartAsync();

        var (status, body) = await PostAsync("portal", JsonSerializer.Serialize(new { return_url = address }));

        Assert.Equal((HttpStatusCode.BadRequest, "/return_url"), (status, body.GetProperty("errors")[0].GetProperty("pointer").GetString()));
    }

    private async Task StartAsync(bool hasProvider = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var services = builder.Services;
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero)));
        services.AddSingleton<IBillingStore>(_billing);
        services.AddSingleton<IPlanStore>(_billing);
        services.AddSingleton<ITenantStore>(_billing);
        services.AddSingleton(Options.Create(new BillingOptions()));
        services.AddRequestLogging();
        services.AddSingleton<Plans>();
        services.AddSingleton<TenantInvoices>();
        if (hasProvider)
        {
            services.AddSingleton<IBillingProvider>(_provider);
        }

        _app = builder.Build();
        _app.UseMiddleware<RequestIds>();
        _app.UseRouting();
        _app.UseProblems();
        BillingEndpoints.Map(_app.MapGroup("/v1").AddEndpointFilter(static (context, next) =>
        {
            context.HttpContext.Features.Set(new CurrentTenant(new TenantId(Guid.CreateVersion7()), Mode.Live, new Caller.Key(Guid.Empty), ScopeSet.All));
            return next(context);
        }));
        await _app.StartAsync();
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string page, string request)
    {
        using var content = new StringContent(request, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync($"{_app!.Urls.Single()}/v1/billing/{page}", content);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }
}
