using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Stripe.Simulator;
using RelayKit.Stripe.Simulator.Objects;
using RelayKit.Stripe.Simulator.Webhooks;

namespace RelayKit.UnitTests.Stripe.Simulator;

/// <summary>What the double does beside answering RelayKit: webhooks until they are taken, control, and refusing what Stripe would refuse.</summary>
public sealed class StripeSimulatorTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(PlayedStripe.Start);
    private readonly Receiver _receiver = new();
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    private StripeAccount Account => _app.Services.GetRequiredService<StripeAccount>();

    private WebhookQueue Queue => _app.Services.GetRequiredService<WebhookQueue>();

    public async Task InitializeAsync()
    {
        _app = StripeSimulatorApp.Build(
            new StripeSimulatorOptions
            {
                ApiKey = PlayedStripe.ApiKey,
                WebhookUrl = new Uri("http://receiver.example/webhooks/stripe"),
                WebhookSecret = PlayedStripe.Secret,
                MeterEvents = ["minutes"],
                Prices = [new SeededPrice("price_used", 1, "minutes")],
                HasBeat = false,
                Urls = "http://127.0.0.1:0",
            },
            _time,
            _receiver);
        await _app.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        _receiver.Dispose();
    }

    [Fact]
    public async Task A_webhook_that_is_refused_comes_again_later_and_later_until_it_is_taken()
    {
        _receiver.Answer = HttpStatusCode.InternalServerError;
        Account.Do(static it =>
        {
            it.DeleteCustomer(it.AddCustomer("Acme", null, []));
            return true;
        });

        await Queue.PumpAsync(CancellationToken.None);
        await Queue.PumpAsync(CancellationToken.None);
        Assert.Equal(1, _receiver.Count);
        _time.Advance(TimeSpan.FromSeconds(10));
        await Queue.PumpAsync(CancellationToken.None);
        Assert.Equal(2, _receiver.Count);
        _receiver.Answer = HttpStatusCode.OK;
        _time.Advance(TimeSpan.FromMinutes(1));
        await Queue.PumpAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromDays(3));
        await Queue.PumpAsync(CancellationToken.None);

        Assert.Equal((3, 0), (_receiver.Count, Queue.Waiting));
    }

    [Fact]
    public async Task What_was_charged_at_once_is_not_charged_again_at_the_months_end()
    {
        var subscription = Account.Do(it =>
        {
            var checkout = it.AddCheckout(new SimCheckout
            {
                Id = it.NewCheckoutId(),
                Customer = it.AddCustomer("Acme", null, []),
                Prices = [it.Price("price_used")],
                Created = PlayedStripe.Start,
                ExpiresAt = PlayedStripe.Start.AddHours(24),
                Anchor = null,
                Metadata = [],
                SubscriptionMetadata = [],
                ClientReferenceId = null,
                SuccessUrl = "https://app.example/",
                CancelUrl = "",
            });
            var made = it.Complete(checkout);
            it.Take("minutes", "first", made.Customer.Id, "250", null);
            return made;
        });
        await DoAsync($"subscriptions/{subscription.Id}/invoice", "{}");
        _time.Advance(TimeSpan.FromDays(1));
        Account.Do(it => it.Take("minutes", "second", subscription.Customer.Id, "30", null));
        await DoAsync("clock", $$"""{"advance_seconds":{{31 * 86_400}}}""");

        Assert.Equal([0L, 250, 30], Account.Do(static it => it.Invoices.Select(static invoice => invoice.Total).ToList()));
    }

    [Fact]
    public async Task A_parameter_that_a_call_does_not_know_is_refused_and_so_is_another_key()
    {
        Assert.Equal((400, "parameter_unknown"), await PostAsync("/v1/customers", "nickname=x", PlayedStripe.ApiKey));
        Assert.Equal((400, "parameter_missing"), await PostAsync("/v1/billing/meter_events", "event_name=", PlayedStripe.ApiKey));
        Assert.Equal((401, null), await PostAsync("/v1/customers", "name=x", "sk_test_other"));
        Assert.Equal((404, null), await PostAsync("/v1/charges", "amount=1", PlayedStripe.ApiKey));
    }

    [Fact]
    public async Task A_page_of_a_checkout_subscribes_once_and_leads_back()
    {
        var checkout = Account.Do(it => it.AddCheckout(new SimCheckout
        {
            Id = it.NewCheckoutId(),
            Customer = it.AddCustomer("<Acme>", null, []),
            Prices = [it.Price("price_used")],
            Created = PlayedStripe.Start,
            ExpiresAt = PlayedStripe.Start.AddHours(24),
            Anchor = null,
            Metadata = [],
            SubscriptionMetadata = [],
            ClientReferenceId = null,
            SuccessUrl = $"{_http.BaseAddress}sim/totals",
            CancelUrl = "https://app.example/?a=1&b=<2>",
        }));

        Assert.Contains("https://app.example/?a=1&amp;b=&lt;2&gt;", await _http.GetStringAsync($"/c/pay/{checkout.Id}"), StringComparison.Ordinal);
        for (var press = 0; press < 2; press++)
        {
            using var answer = await _http.PostAsync($"/c/pay/{checkout.Id}", null);
            Assert.Equal("/sim/totals", answer.RequestMessage!.RequestUri!.AbsolutePath);
        }

        Assert.Single(Account.Do(static it => it.Subscriptions.ToList()));
    }

    private async Task DoAsync(string path, string body)
    {
        using var answer = await _http.PostAsync($"/sim/{path}", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<(int Status, string? Code)> PostAsync(string path, string body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.Add("Authorization", $"Bearer {key}");
        using var answer = await _http.SendAsync(request);
        return ((int)answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!["code"]);
    }

    private sealed class Receiver : HttpMessageHandler
    {
        public HttpStatusCode Answer { get; set; } = HttpStatusCode.OK;

        public int Count { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Count++;
            return Task.FromResult(new HttpResponseMessage(Answer));
        }
    }
}
