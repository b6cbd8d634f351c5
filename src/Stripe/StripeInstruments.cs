using System.Diagnostics.Metrics;

namespace RelayKit.Stripe;

/// <summary>How calls to Stripe go.</summary>
internal sealed class StripeInstruments : IDisposable
{
    private readonly Meter _meter = new(Telemetry.MeterName);
    private readonly Histogram<double> _duration;

    public StripeInstruments() => _duration = _meter.CreateHistogram<double>(
        "relaykit.stripe.calls", "s", "Time that an attempt of a call to Stripe took, by call and by what came of it.");

    /// <param name="call">Which call.</param>
    /// <param name="outcome">What came of it: accepted, or the code of the fault.</param>
    /// <param name="duration">How long it took.</param>
    public void Called(string call, string outcome, TimeSpan duration) => _duration.Record(
        duration.TotalSeconds, new KeyValuePair<string, object?>("call", call), new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose() => _meter.Dispose();
}
