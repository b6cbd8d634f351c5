using System.Collections.Concurrent;
using RelayKit.Billing;
using RelayKit.Stripe.Calls;
using Api = global::Stripe;

namespace RelayKit.Stripe;

/// <summary>Which meter an event feeds, and which a price follows. Neither can change at Stripe, so each is asked for once.</summary>
internal sealed class StripeMeters(Api.StripeClient client, StripeCalls calls, StripeOptions options)
{
    private const int AtOnce = 100;

    private readonly ConcurrentDictionary<string, string> _meterOfEvent = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PriceMeter> _meterOfPrice = new(StringComparer.Ordinal);

    /// <summary>The meter that an event feeds; none is not remembered, since it may be made.</summary>
    public async Task<StripeAnswer<EventMeter>> IdOfEventAsync(string eventName, CancellationToken cancellation)
    {
        var name = options.MeterEventPrefix + eventName;
        if (!_meterOfEvent.ContainsKey(name) && await ReadMetersAsync(cancellation) is { } failure)
        {
            return new(default, failure.Outcome, failure.Failure);
        }

        return new(new EventMeter(_meterOfEvent.GetValueOrDefault(name)), ProviderOutcome.Accepted, null);
    }

    /// <summary>The events that a price charges, without the prefix; none for a price that follows no meter, or one that is not RelayKit's.</summary>
    public async Task<StripeAnswer<PriceMeter>> EventNameOfPriceAsync(string priceId, CancellationToken cancellation)
    {
        if (_meterOfPrice.TryGetValue(priceId, out var known))
        {
            return new(known, ProviderOutcome.Accepted, null);
        }

        var price = await calls.RepeatedlyAsync("prices.get", token => client.V1.Prices.GetAsync(priceId, null, null, token), cancellation);
        if (!price.IsAccepted)
        {
            return new(default, price.Outcome, price.Failure);
        }

        string? name = null;
        if (price.Value.Recurring?.Meter is { } meterId)
        {
            var meter = await calls.RepeatedlyAsync("billing.meters.get", token => client.V1.Billing.Meters.GetAsync(meterId, null, null, token), cancellation);
            if (!meter.IsAccepted)
            {
                return new(default, meter.Outcome, meter.Failure);
            }

            name = meter.Value.EventName.StartsWith(options.MeterEventPrefix, StringComparison.Ordinal) ? meter.Value.EventName[options.MeterEventPrefix.Length..] : null;
        }

        return new(_meterOfPrice[priceId] = new PriceMeter(name), ProviderOutcome.Accepted, null);
    }

    private async Task<StripeAnswer<Api.StripeList<Api.Billing.Meter>>?> ReadMetersAsync(CancellationToken cancellation)
    {
        string? after = null;
        while (true)
        {
            var page = await calls.RepeatedlyAsync(
                "billing.meters.list",
                token => client.V1.Billing.Meters.ListAsync(
                    new Api.Billing.MeterListOptions { Status = "active", Limit = AtOnce, StartingAfter = after }, null, token),
                cancellation);
            if (!page.IsAccepted)
            {
                return page;
            }

            foreach (var meter in page.Value.Data)
            {
                _meterOfEvent[meter.EventName] = meter.Id;
            }

            if (!page.Value.HasMore || page.Value.Data.Count == 0)
            {
                return null;
            }

            after = page.Value.Data[^1].Id;
        }
    }
}
