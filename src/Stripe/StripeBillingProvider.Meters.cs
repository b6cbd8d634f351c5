using System.Globalization;
using RelayKit.Billing;
using RelayKit.Stripe.Calls;
using RelayKit.Stripe.Objects;
using Api = global::Stripe;

namespace RelayKit.Stripe;

/// <summary>The events of meters.</summary>
internal sealed partial class StripeBillingProvider
{
    /// <summary>Seconds of a minute: summaries begin and end on whole ones.</summary>
    private const int Minute = 60;

    /// <inheritdoc/>
    /// <remarks>
    /// One attempt, under a key of its own. Under the same key again Stripe would repeat a failure of its own for a day, while the identifier holds across keys: who
    /// sends again learns that the event is there already.
    /// </remarks>
    public async Task<ProviderResult<MeterEventReceipt>> SendMeterEventAsync(MeterEvent meterEvent, CancellationToken cancellation)
    {
        if (meterEvent.Identifier is not { Length: > 0 and <= MeterEventIdentifier.MaxLength })
        {
            throw new ArgumentException($"An identifier has 1 to {MeterEventIdentifier.MaxLength} characters.", nameof(meterEvent));
        }

        var sent = new Api.Billing.MeterEventCreateOptions
        {
            EventName = options.MeterEventPrefix + meterEvent.EventName,
            Identifier = meterEvent.Identifier,
            Timestamp = DateTimeOffset.FromUnixTimeSeconds(meterEvent.At.ToUnixTimeSeconds()).UtcDateTime,
            Payload = new()
            {
                ["stripe_customer_id"] = meterEvent.CustomerId,
                ["value"] = meterEvent.Value.ToString(CultureInfo.InvariantCulture),
            },
        };
        var key = Keyed($"meter:{Guid.NewGuid():N}");
        var answer = await calls.OnceAsync(
            "billing.meter_events.create", token => client.V1.Billing.MeterEvents.CreateAsync(sent, key, token), cancellation);
        return answer.IsAccepted ? new MeterEventReceipt(meterEvent.Identifier, WasKnown: false)
            : StripeOutcomes.IsDuplicateMeterEvent(answer.Failure) ? new MeterEventReceipt(meterEvent.Identifier, WasKnown: true)
            : answer.ToFailure();
    }

    /// <inheritdoc/>
    public async Task<ProviderResult<string>> CancelMeterEventAsync(string eventName, string identifier, CancellationToken cancellation)
    {
        var adjustment = new Api.Billing.MeterEventAdjustmentCreateOptions
        {
            EventName = options.MeterEventPrefix + eventName,
            Type = "cancel",
            Cancel = new Api.Billing.MeterEventAdjustmentCancelOptions { Identifier = identifier },
        };
        var key = Keyed($"uncount:{Guid.NewGuid():N}");
        var answer = await calls.RepeatedlyAsync(
            "billing.meter_event_adjustments.create", token => client.V1.Billing.MeterEventAdjustments.CreateAsync(adjustment, key, token), cancellation);
        return answer.IsAccepted ? identifier : answer.ToFailure();
    }

    /// <inheritdoc/>
    public async Task<ProviderResult<long>> SumMeterEventsAsync(
        string customerId, string eventName, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        if (from.ToUnixTimeMilliseconds() % (Minute * 1000) != 0 || to.ToUnixTimeMilliseconds() % (Minute * 1000) != 0 || from >= to)
        {
            throw new ArgumentException("A sum goes from one whole minute to a later one.", nameof(to));
        }

        var meter = await meters.IdOfEventAsync(eventName, cancellation);
        if (!meter.IsAccepted)
        {
            return meter.ToFailure();
        }

        if (meter.Value.MeterId is not { } meterId)
        {
            return new ProviderFailure(ProviderOutcome.Refused, new ProviderFault("no_meter", $"Stripe has no active meter for {options.MeterEventPrefix}{eventName}."));
        }

        var answer = await calls.RepeatedlyAsync(
            "billing.meters.event_summaries",
            token => client.V1.Billing.Meters.EventSummaries.ListAsync(
                meterId,
                new Api.Billing.MeterEventSummaryListOptions { Customer = customerId, StartTime = from.UtcDateTime, EndTime = to.UtcDateTime, Limit = 100 },
                null,
                token),
            cancellation);
        return answer.IsAccepted ? (long)answer.Value.Data.Sum(static summary => summary.AggregatedValue) : answer.ToFailure();
    }

    /// <inheritdoc/>
    public async Task<ProviderResult<ProviderMeterErrors>> GetMeterErrorsAsync(string eventId, CancellationToken cancellation)
    {
        var answer = await calls.RepeatedlyAsync("core.events.get", token => client.V2.Core.Events.GetAsync(eventId, null, null, token), cancellation);
        return !answer.IsAccepted ? answer.ToFailure()
            : MeterErrorMapping.Map(answer.Value) is { } errors ? errors
            : new ProviderFailure(ProviderOutcome.Refused, new ProviderFault(ProviderFault.NotFound, $"The event {eventId} is none of a meter's errors."));
    }
}
