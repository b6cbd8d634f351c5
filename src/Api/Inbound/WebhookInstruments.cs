using System.Diagnostics.Metrics;

namespace RelayKit.Api.Inbound;

/// <summary>What became of webhooks, and how long their answers took.</summary>
internal sealed class WebhookInstruments : IDisposable
{
    private readonly Meter _meter = new(Telemetry.MeterName);
    private readonly Histogram<double> _duration;

    public WebhookInstruments() => _duration = _meter.CreateHistogram(
        "relaykit.webhooks.livekit",
        "s",
        "Time from a webhook's arrival to its answer, by outcome.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2] });

    public void Answered(string outcome, TimeSpan duration) =>
        _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose() => _meter.Dispose();
}
