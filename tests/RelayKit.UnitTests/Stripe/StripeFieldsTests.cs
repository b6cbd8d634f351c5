using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using RelayKit.Billing;
using RelayKit.Stripe.Simulator.Http;
using RelayKit.Tenants;
using StripeNet = global::Stripe;

namespace RelayKit.UnitTests.Stripe;

/// <summary>
/// Everything that RelayKit sends has only fields of the version of the API that Stripe's library is pinned to: as the classes of the library's options declare them,
/// read from the wire.
/// </summary>
public sealed partial class StripeFieldsTests
{
    /// <summary>Which class declares the fields of a call.</summary>
    private static readonly (string Method, string Path, Type Options)[] Calls =
    [
        ("GET", "^/v1/customers/search$", typeof(StripeNet.CustomerSearchOptions)),
        ("POST", "^/v1/customers$", typeof(StripeNet.CustomerCreateOptions)),
        ("POST", "^/v1/customers/[^/]+$", typeof(StripeNet.CustomerUpdateOptions)),
        ("POST", "^/v1/checkout/sessions$", typeof(StripeNet.Checkout.SessionCreateOptions)),
        ("POST", "^/v1/billing_portal/sessions$", typeof(StripeNet.BillingPortal.SessionCreateOptions)),
        ("GET", "^/v1/subscriptions/[^/]+$", typeof(StripeNet.SubscriptionGetOptions)),
        ("POST", "^/v1/subscriptions/[^/]+$", typeof(StripeNet.SubscriptionUpdateOptions)),
        ("DELETE", "^/v1/subscriptions/[^/]+$", typeof(StripeNet.SubscriptionCancelOptions)),
        ("GET", "^/v1/invoices/[^/]+$", typeof(StripeNet.InvoiceGetOptions)),
        ("GET", "^/v1/invoices/[^/]+/lines$", typeof(StripeNet.InvoiceLineItemListOptions)),
        ("GET", "^/v1/invoices$", typeof(StripeNet.InvoiceListOptions)),
        ("GET", "^/v1/prices/[^/]+$", typeof(StripeNet.PriceGetOptions)),
        ("GET", "^/v1/billing/meters$", typeof(StripeNet.Billing.MeterListOptions)),
        ("GET", "^/v1/billing/meters/[^/]+$", typeof(StripeNet.Billing.MeterGetOptions)),
        ("GET", "^/v1/billing/meters/[^/]+/event_summaries$", typeof(StripeNet.Billing.MeterEventSummaryListOptions)),
        ("POST", "^/v1/billing/meter_events$", typeof(StripeNet.Billing.MeterEventCreateOptions)),
        ("POST", "^/v1/billing/meter_event_adjustments$", typeof(StripeNet.Billing.MeterEventAdjustmentCreateOptions)),
        ("GET", "^/v2/core/events/[^/]+$", typeof(StripeNet.V2.Core.EventGetOptions)),
    ];

    [Fact]
    public async Task Every_call_has_only_fields_that_the_library_declares_and_its_version()
    {
        await using var stripe = await PlayedStripe.StartAsync();
        await CallEverythingAsync(stripe);

        Assert.All(stripe.Requests, request =>
        {
            Assert.Equal(StripeNet.StripeConfiguration.ApiVersion, request.Version);
            Assert.True(request.Method == "GET" || request.IdempotencyKey.StartsWith("relaykit:", StringComparison.Ordinal), $"{request.Method} {request.Path} has no key of RelayKit's.");
            var options = OptionsOf(request);
            Assert.All(request.Fields, field => Assert.True(IsDeclared(options, field.Key), $"{request.Method} {request.Path} sends {field.Key}, which {options} does not declare."));
        });
        Assert.Equal(
            Calls.Select(static call => call.Path + call.Method).Order(),
            stripe.Requests.Select(request => Calls.Single(call => Means(call, request))).Select(static call => call.Path + call.Method).Distinct().Order());
    }

    [Theory]
    [InlineData("line_items[0][price]", true)]
    [InlineData("line_items[0][prices]", false)]
    [InlineData("subscription_data[metadata][anything]", true)]
    [InlineData("subscription_data[meta]", false)]
    [InlineData("expand[0]", true)]
    [InlineData("no_such_field", false)]
    public void A_field_that_the_library_does_not_declare_would_be_seen(string field, bool declared) =>
        Assert.Equal(declared, IsDeclared(typeof(StripeNet.Checkout.SessionCreateOptions), field));

    private static async Task CallEverythingAsync(PlayedStripe stripe)
    {
        var (tenant, nobody) = (TenantId.New(stripe.Time), CancellationToken.None);
        var (customer, subscription) = await stripe.SubscribeAsync(tenant);
        var start = stripe.Time.GetUtcNow();
        Accepted(await stripe.Provider.CreatePortalAsync(customer, new Uri("https://app.example/"), nobody));
        Accepted(await stripe.Provider.SendMeterEventAsync(stripe.Usage(customer, 7, "seven"), nobody));
        Accepted(await stripe.Provider.CancelMeterEventAsync(PlayedStripe.Minutes, "seven", nobody));
        Accepted(await stripe.Provider.SumMeterEventsAsync(customer, PlayedStripe.Minutes, start, start.AddHours(1), nobody));
        Accepted(await stripe.Provider.GetSubscriptionAsync(subscription, nobody));
        Accepted(await stripe.Provider.SendMeterEventAsync(stripe.Usage("cus_nobody", 7, "of-nobody"), nobody));
        Accepted(await stripe.Provider.GetMeterErrorsAsync(stripe.Events.All.Single(static told => told.IsThin).Id, nobody));
        var longInvoice = stripe.Account.Do(it =>
        {
            var invoice = it.InvoiceNow(it.Subscription(subscription));
            invoice.Lines.AddRange(Enumerable.Range(0, 150).Select(number => new RelayKit.Stripe.Simulator.Objects.SimInvoiceLine
            {
                Id = $"il_{number}",
                Price = it.Price(PlayedStripe.BasePrice),
                Start = start,
                End = start,
                Quantity = 1,
                Amount = 1,
            }));
            return invoice.Id;
        });
        Assert.Equal(151, (await stripe.Provider.GetInvoiceAsync(longInvoice, nobody)).Value!.Lines.Count);
        var first = await stripe.Provider.ListInvoicesAsync(customer, 1, null, nobody);
        Accepted(await stripe.Provider.ListInvoicesAsync(customer, 1, first.Value!.NextCursor, nobody));
        Accepted(await stripe.Provider.CancelSubscriptionAsync(subscription, atPeriodEnd: true, nobody));
        Accepted(await stripe.Provider.CancelSubscriptionAsync(subscription, atPeriodEnd: false, nobody));
    }

    private static void Accepted<T>(ProviderResult<T> result) => Assert.True(result.IsAccepted, $"{result.Outcome} {result.Fault}");

    private static bool Means((string Method, string Path, Type Options) call, RecordedRequest request) =>
        call.Method == request.Method && Regex.IsMatch(request.Path, call.Path)
        && (request.Path != "/v1/customers/search" || call.Options == typeof(StripeNet.CustomerSearchOptions));

    private static Type OptionsOf(RecordedRequest request) => Calls.Single(call => Means(call, request)).Options;

    /// <summary>Goes down a name such as <c>line_items[0][price]</c> along the classes: lists by number, dictionaries by any key.</summary>
    private static bool IsDeclared(Type options, string field)
    {
        var type = options;
        foreach (var part in Part().Matches(field).Select(static match => match.Value))
        {
            if (type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(List<>) && part.All(char.IsAsciiDigit))
            {
                type = type.GetGenericArguments()[0];
            }
            else if (type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
            {
                type = type.GetGenericArguments()[1];
            }
            else if (type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .FirstOrDefault(property => property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name == part) is { } declared)
            {
                type = Nullable.GetUnderlyingType(declared.PropertyType) ?? declared.PropertyType;
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    [GeneratedRegex(@"[^\[\]]+")]
    private static partial Regex Part();
}
