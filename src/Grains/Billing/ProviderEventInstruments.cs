using System.Diagnostics.Metrics;

namespace RelayKit.Billing;

/// <summary>What became of a provider's news.</summary>
internal sealed class ProviderEventInstruments : IDisposable
{
    private readonly Meter _meter = new(Telemetry.MeterName);
    private readonly Counter<long> _worked;
    private readonly Histogram<double> _age;

    public ProviderEventInstruments()
    {
        _worked = _meter.CreateCounter<long>("relaykit.billing.provider_events", "{object}", "Things of which a provider told news, by what became of an attempt to work them off.");
        _age = _meter.CreateHistogram<double>("relaykit.billing.provider_event_age", "s", "Time from the arrival of a provider's news until they were worked off.");
    }

    public void Worked(string outcome, TimeSpan age)
    {
        _worked.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        if (outcome != "failed")
        {
            _age.Record(age.TotalSeconds);
        }
    }

    public void Dispose() => _meter.Dispose();
}
