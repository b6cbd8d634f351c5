using RelayKit.Billing;

namespace RelayKit.StorageTests.Billing;

/// <summary>
/// Whoever takes the money, played in memory: it forgets an identifier 24 hours after it took it, takes back what is not older, and has a fault when it is told to.
/// </summary>
internal sealed class PlayedProvider(TimeProvider time) : IBillingProvider
{
    public const string Customer = "cus_played";

    private static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    private readonly List<Taken> _taken = [];

    public string Name => "played";

    /// <summary>What happens to the next calls; when it is over, all is well.</summary>
    public Queue<Fault> Faults { get; } = [];

    /// <summary>What happens when nothing is queued.</summary>
    public Fault Otherwise { get; set; }

    /// <summary>Every event that it was sent, also such as it knew or never took, with when, and whether the sender learnt that it was not taken.</summary>
    public List<(MeterEvent Event, DateTimeOffset At, bool IsKnownNotTaken)> Sent { get; } = [];

    public int SumsRead { get; private set; }

    /// <summary>What it charges of a meter by events of an instant.</summary>
    public long Total(string meter, DateTimeOffset? from = null, DateTimeOffset? to = null) => _taken
        .Where(taken => !taken.IsCancelled && taken.Event.EventName == meter && (from is null || taken.Event.At >= from) && (to is null || taken.Event.At < to))
        .Sum(static taken => taken.Event.Value);

    public Task<ProviderResult<MeterEventReceipt>> SendMeterEventAsync(MeterEvent meterEvent, CancellationToken cancellation)
    {
        Sent.Add((meterEvent, time.GetUtcNow(), (Faults.TryPeek(out var next) ? next : Otherwise) is Fault.Unreachable or Fault.Refused));
        return CallAsync(() =>
        {
            var known = _taken.Any(taken => taken.Event.Identifier == meterEvent.Identifier && time.GetUtcNow() - taken.At < Remembered);
            if (!known)
            {
                _taken.Add(new Taken(meterEvent, time.GetUtcNow()));
            }

            return new MeterEventReceipt(meterEvent.Identifier, known);
        });
    }

    public Task<ProviderResult<string>> CancelMeterEventAsync(string eventName, string identifier, CancellationToken cancellation)
    {
        var at = _taken.FindIndex(taken => taken.Event.Identifier == identifier && !taken.IsCancelled && time.GetUtcNow() - taken.At < Remembered);
        return at < 0
            ? Task.FromResult<ProviderResult<string>>(Failed(ProviderOutcome.Refused, ProviderFault.NotFound))
            : CallAsync(() =>
            {
                _taken[at] = _taken[at] with { IsCancelled = true };
                return identifier;
            });
    }

    public Task<ProviderResult<long>> SumMeterEventsAsync(
        string customerId, string eventName, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        SumsRead++;
        Assert.Equal((0, 0), (from.ToUnixTimeMilliseconds() % 60_000, to.ToUnixTimeMilliseconds() % 60_000));
        return CallAsync(() => Total(eventName, from, to));
    }

    private Task<ProviderResult<T>> CallAsync<T>(Func<T> effect)
    {
        var fault = Faults.TryDequeue(out var queued) ? queued : Otherwise;
        if (fault is Fault.CrashAfter or Fault.LostAnswer or Fault.None)
        {
            var value = effect();
            if (fault == Fault.None)
            {
                return Task.FromResult<ProviderResult<T>>(value);
            }
        }

        return fault switch
        {
            Fault.CrashBefore or Fault.CrashAfter => throw new PlayedCrashException(),
            Fault.Unreachable => Task.FromResult<ProviderResult<T>>(Failed(ProviderOutcome.Retryable, "connection_refused")),
            Fault.Refused => Task.FromResult<ProviderResult<T>>(Failed(ProviderOutcome.Refused, "no_meter")),
            _ => Task.FromResult<ProviderResult<T>>(Failed(ProviderOutcome.Unknown, "timeout")),
        };
    }

    private static ProviderFailure Failed(ProviderOutcome outcome, string code) => new(outcome, new ProviderFault(code, "Played."));

    public Task<ProviderResult<string>> EnsureCustomerAsync(BillingCustomer customer, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ProviderResult<ProviderCheckout>> CreateCheckoutAsync(CheckoutRequest request, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ProviderResult<Uri>> CreatePortalAsync(string customerId, Uri returnUrl, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ProviderResult<ProviderSubscription>> GetSubscriptionAsync(string subscriptionId, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ProviderResult<ProviderSubscription>> CancelSubscriptionAsync(string subscriptionId, bool atPeriodEnd, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<ProviderResult<ProviderInvoice>> GetInvoiceAsync(string invoiceId, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ProviderResult<ProviderPage<ProviderInvoice>>> ListInvoicesAsync(string customerId, int limit, string? cursor, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<ProviderResult<ProviderMeterErrors>> GetMeterErrorsAsync(string reportId, CancellationToken cancellation) => throw new NotSupportedException();

    internal enum Fault
    {
        None,

        /// <summary>The process dies before the provider has heard of it.</summary>
        CrashBefore,

        /// <summary>The process dies when the provider has taken it.</summary>
        CrashAfter,

        /// <summary>It is taken, and nobody hears of it.</summary>
        LostAnswer,

        /// <summary>It is not taken, and nobody hears of that.</summary>
        LostRequest,

        /// <summary>It was not reached.</summary>
        Unreachable,

        /// <summary>It will never take it.</summary>
        Refused,
    }

    private sealed record Taken(MeterEvent Event, DateTimeOffset At)
    {
        public bool IsCancelled { get; init; }
    }
}

/// <summary>The process has died here.</summary>
internal sealed class PlayedCrashException : Exception;
