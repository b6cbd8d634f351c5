using System.Globalization;
using System.Text.Json.Nodes;
using RelayKit.Stripe.Simulator.Http;

namespace RelayKit.Stripe.Simulator.Objects;

/// <summary>
/// Events of meters: an identifier once within a day, times within 35 days back and 5 minutes ahead, whole numbers, one call at a time for a customer's meter;
/// counted after a while, and what cannot be counted is told by a thin event.
/// </summary>
internal sealed partial class StripeAccount
{
    private static readonly TimeSpan IdentifierKept = TimeSpan.FromHours(24);
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(35);
    private static readonly TimeSpan Newest = TimeSpan.FromMinutes(5);

    private readonly List<SimMeterEvent> _meterEvents = [];
    private readonly Dictionary<string, DateTimeOffset> _identifiers = new(StringComparer.Ordinal);
    private readonly HashSet<(string Customer, string EventName)> _metersInUse = [];

    public IReadOnlyList<SimMeterEvent> MeterEvents => _meterEvents;

    /// <summary>Takes a customer's meter for the length of a call.</summary>
    /// <exception cref="StripeRefusal">Another call has it.</exception>
    public void Lock(string customer, string eventName)
    {
        if (!_metersInUse.Add((customer, eventName)))
        {
            throw new StripeRefusal(429, "invalid_request_error", "lock_timeout", "This object cannot be accessed right now because another API request is currently accessing it.");
        }
    }

    /// <summary>Gives it back.</summary>
    public void Unlock(string customer, string eventName) => _metersInUse.Remove((customer, eventName));

    public SimMeterEvent Take(string eventName, string? identifier, string customer, string value, DateTimeOffset? timestamp)
    {
        var now = Now;
        var at = timestamp ?? now;
        identifier ??= Guid.NewGuid().ToString("N");
        if (identifier.Length > 100)
        {
            throw StripeRefusal.Invalid("Invalid string: must be at most 100 characters", "identifier");
        }

        if (at < now - Oldest)
        {
            throw StripeRefusal.Invalid("The timestamp is too far in the past.", "timestamp", "timestamp_too_far_in_past");
        }

        if (at > now + Newest)
        {
            throw StripeRefusal.Invalid("The timestamp is too far in the future.", "timestamp", "timestamp_in_future");
        }

        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            throw StripeRefusal.Invalid("The value has to be a whole number.", "payload", "meter_event_invalid_value");
        }

        if (_identifiers.TryGetValue(identifier, out var before) && now - before < IdentifierKept)
        {
            throw StripeRefusal.Invalid($"An event already exists with identifier {identifier}.", "identifier");
        }

        _identifiers[identifier] = now;
        var meter = _meters.Values.FirstOrDefault(meter => meter.EventName == eventName);
        var taken = new SimMeterEvent
        {
            EventName = eventName,
            Identifier = identifier,
            CustomerId = customer,
            Value = whole,
            Timestamp = at,
            Received = now,
            Error = meter is null ? "no_meter" : _customers.TryGetValue(customer, out var owner) && !owner.IsDeleted ? null : "meter_event_customer_not_found",
        };
        _meterEvents.Add(taken);
        if (taken.Error is { } error)
        {
            TellErrors(meter, error, taken);
        }

        return taken;
    }

    /// <exception cref="StripeRefusal">There is none, or it was taken more than a day ago.</exception>
    public void CancelMeterEvent(string eventName, string identifier)
    {
        var taken = _meterEvents.LastOrDefault(taken => taken.EventName == eventName && taken.Identifier == identifier)
            ?? throw StripeRefusal.Missing("billing meter event", identifier);
        if (Now - taken.Received >= IdentifierKept)
        {
            throw StripeRefusal.Invalid("The event was received more than 24 hours ago.", "cancel[identifier]");
        }

        taken.IsCancelled = true;
    }

    /// <summary>What was counted of a customer's meter by an instant; what is still on its way is not in it.</summary>
    public long Summary(SimMeter meter, string customer, DateTimeOffset from, DateTimeOffset to) => Sum(meter, customer, from, to, Now - _options.AggregationLag);

    private long Sum(SimMeter meter, string customer, DateTimeOffset from, DateTimeOffset to, DateTimeOffset receivedBy) => _meterEvents
        .Where(taken => taken.EventName == meter.EventName && taken.CustomerId == customer && taken is { Error: null, IsCancelled: false }
            && taken.Timestamp >= from && taken.Timestamp < to && taken.Received <= receivedBy)
        .Sum(static taken => taken.Value);

    private void TellErrors(SimMeter? meter, string code, SimMeterEvent taken)
    {
        var data = new JsonObject
        {
            ["developer_message_summary"] = "There is 1 invalid event",
            ["validation_start"] = taken.Received.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            ["validation_end"] = taken.Received.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            ["reason"] = new JsonObject
            {
                ["error_count"] = 1,
                ["error_types"] = new JsonArray(new JsonObject
                {
                    ["code"] = code,
                    ["error_count"] = 1,
                    ["sample_errors"] = new JsonArray(new JsonObject
                    {
                        ["error_message"] = $"The event {taken.Identifier} could not be counted.",
                        ["request"] = new JsonObject { ["identifier"] = taken.Identifier },
                    }),
                }),
            },
        };
        _events.TellThin(meter is null ? "v1.billing.meter.no_meter_found" : "v1.billing.meter.error_report_triggered", meter?.Id, data, taken.Received);
    }
}
