using System.Diagnostics.Metrics;

namespace RelayKit.Api.ApiKeys;

/// <summary>What became of the uses of keys that were to be written down.</summary>
internal sealed class ApiKeyInstruments : IDisposable
{
    private readonly Meter _meter = new(Telemetry.MeterName);
    private readonly Counter<long> _written;
    private readonly Counter<long> _dropped;

    public ApiKeyInstruments()
    {
        _written = _meter.CreateCounter<long>("relaykit.api_keys.uses_written", "{use}", "Last uses of API keys that were written down.");
        _dropped = _meter.CreateCounter<long>(
            "relaykit.api_keys.uses_dropped", "{use}", "Last uses of API keys that were not: too many waited, or PostgreSQL was away. The next use is written instead.");
    }

    public void Written(int count) => _written.Add(count);

    public void Dropped(int count) => _dropped.Add(count);

    public void Dispose() => _meter.Dispose();
}
