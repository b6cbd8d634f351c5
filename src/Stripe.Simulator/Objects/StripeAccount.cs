using RelayKit.Stripe.Simulator.Http;
using RelayKit.Stripe.Simulator.Webhooks;

namespace RelayKit.Stripe.Simulator.Objects;

/// <summary>
/// Everything that the account has. What is due by the clock is done, in the order of time, before anything is looked at or changed; so it does not matter how often
/// anybody looks.
/// </summary>
internal sealed partial class StripeAccount
{
    private readonly StripeSimulatorOptions _options;
    private readonly SimulatedTime _time;
    private readonly SentEvents _events;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SimCustomer> _customers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimPrice> _prices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimMeter> _meters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimCheckout> _checkouts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimSubscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimInvoice> _invoices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _portals = new(StringComparer.Ordinal);
    private int _ids;

    public StripeAccount(StripeSimulatorOptions options, SimulatedTime time, SentEvents events)
    {
        (_options, _time, _events) = (options, time, events);
        foreach (var name in options.MeterEvents.Distinct())
        {
            var meter = new SimMeter(NewId("mtr"), name, time.GetUtcNow());
            _meters[meter.Id] = meter;
        }

        foreach (var price in options.Prices)
        {
            AddPrice(price);
        }
    }

    /// <summary>The address that pages of this account begin with; known once the server listens.</summary>
    public string Address { get; set; } = "";

    /// <summary>Does something with everything that was due done before.</summary>
    public T Do<T>(Func<StripeAccount, T> act)
    {
        lock (_gate)
        {
            Settle();
            return act(this);
        }
    }

    public IReadOnlyCollection<SimCustomer> Customers => _customers.Values;

    public IReadOnlyCollection<SimSubscription> Subscriptions => _subscriptions.Values;

    public IReadOnlyCollection<SimInvoice> Invoices => _invoices.Values;

    public IReadOnlyCollection<SimMeter> Meters => _meters.Values;

    public SimMeter Meter(string id) => _meters.GetValueOrDefault(id) ?? throw StripeRefusal.Missing("billing meter", id);

    public SimPrice Price(string id) => _prices.GetValueOrDefault(id) ?? throw StripeRefusal.Missing("price", id);

    public SimCustomer Customer(string id) => _customers.GetValueOrDefault(id) ?? throw StripeRefusal.Missing("customer", id);

    public SimSubscription Subscription(string id) => _subscriptions.GetValueOrDefault(id) ?? throw StripeRefusal.Missing("subscription", id);

    public SimInvoice Invoice(string id) => _invoices.GetValueOrDefault(id) ?? throw StripeRefusal.Missing("invoice", id);

    public SimCheckout Checkout(string id) => _checkouts.GetValueOrDefault(id) ?? throw StripeRefusal.Missing("checkout.session", id);

    public SimPrice AddPrice(SeededPrice price) => _prices[price.Id] = new SimPrice(
        price.Id,
        $"prod_{price.Id}",
        price.UnitAmount,
        price.MeterEvent is { } name ? _meters.Values.FirstOrDefault(meter => meter.EventName == name) ?? throw StripeRefusal.Invalid($"there is no meter of {name}", "meter_event") : null,
        price.Included);

    public SimCustomer AddCustomer(string? name, string? email, Dictionary<string, string> metadata)
    {
        var customer = new SimCustomer(NewId("cus"), Now) { Name = name, Email = email };
        foreach (var (key, value) in metadata)
        {
            customer.Metadata[key] = value;
        }

        return _customers[customer.Id] = customer;
    }

    public void DeleteCustomer(SimCustomer customer)
    {
        foreach (var subscription in _subscriptions.Values.Where(subscription => subscription.Customer == customer && subscription.EndedAt is null).ToList())
        {
            End(subscription, Now, invoice: false);
        }

        _events.Tell("customer.deleted", StripeJson.Customer(customer), Now);
        customer.IsDeleted = true;
    }

    public string AddPortal(SimCustomer customer, string returnUrl)
    {
        var id = NewId("bps");
        _portals[id] = returnUrl;
        return $"{Address}/p/session/{id}?customer={customer.Id}";
    }

    /// <summary>Where a portal leads back to.</summary>
    public string PortalReturn(string id) => _portals.GetValueOrDefault(id) ?? throw StripeRefusal.Missing("billing_portal.session", id);

    /// <summary>Stripe's times are whole seconds: an event in the second in which a period begins is in it.</summary>
    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(_time.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>Where an invoice is shown and paid.</summary>
    public string PageOf(SimInvoice invoice) => $"{Address}/i/{invoice.Id}";

    private string NewId(string prefix) => $"{prefix}_sim{Interlocked.Increment(ref _ids):D6}";
}
