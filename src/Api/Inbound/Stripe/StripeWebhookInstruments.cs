using System.Diagnostics.Metrics;

namespace RelayKit.Api.Inbound.Stripe;

/// <summary>What became of Stripe's webhooks, and how long their answers took.</summary>
internal sealed class StripeWebhookInstruments : IDisposable
{
    private readonly Meter _meter = new(Telemetry.MeterName);
    private readonly Histogram<double> _duration;

    public StripeWebhookInstruments() => _duration = _meter.CreateHistogram<double>(
        "relaykit.webhooks.stripe", "s", "Time from a webhook's arrival to its answer, by outcome and by whether it was a thin one.");

    public void Answered(string outcome, bool thin, TimeSpan duration) => _duration.Record(
        duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome), new KeyValuePair<string, object?>("thin", thin));

    public void Dispose() => _meter.Dispose();
}
