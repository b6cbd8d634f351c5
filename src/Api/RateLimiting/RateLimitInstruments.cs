using System.Diagnostics.Metrics;

namespace RelayKit.Api.RateLimiting;

/// <summary>What limits have refused, and what it took to know.</summary>
internal sealed class RateLimitInstruments : IDisposable
{
    private readonly Meter _meter = new(Telemetry.MeterName);
    private readonly Counter<long> _refused;
    private readonly Counter<long> _unmetered;
    private readonly Counter<long> _asked;

    public RateLimitInstruments()
    {
        _refused = _meter.CreateCounter<long>("relaykit.rate_limits.refused", "{request}", "Requests that were refused, by the limit that did.");
        _unmetered = _meter.CreateCounter<long>(
            "relaykit.rate_limits.unmetered", "{request}", "Requests that were let through since a limit's grain had been out of reach for long.");
        _asked = _meter.CreateCounter<long>("relaykit.rate_limits.leases", "{call}", "Grain calls for points, by whether they were answered.");
    }

    public void Refused(string limit) => _refused.Add(1, new KeyValuePair<string, object?>("limit", limit));

    public void Unmetered(string limit) => _unmetered.Add(1, new KeyValuePair<string, object?>("limit", limit));

    public void Asked(bool answered) => _asked.Add(1, new KeyValuePair<string, object?>("answered", answered));

    public void Dispose() => _meter.Dispose();
}
