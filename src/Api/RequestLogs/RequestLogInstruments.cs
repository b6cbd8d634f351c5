using System.Diagnostics.Metrics;

namespace RelayKit.Api.RequestLogs;

/// <summary>What became of requests in the log.</summary>
internal sealed class RequestLogInstruments : IDisposable
{
    /// <summary>Too many waited to be written.</summary>
    public const string Full = "full";

    /// <summary>PostgreSQL did not take them.</summary>
    public const string Refused = "refused";

    /// <summary>The process ended while PostgreSQL was away.</summary>
    public const string Stopped = "stopped";

    private readonly Meter _meter = new(Telemetry.MeterName);
    private readonly Counter<long> _written;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _unattributed;

    public RequestLogInstruments()
    {
        _written = _meter.CreateCounter<long>("relaykit.request_log.written", "{request}", "Requests written to tenants' logs.");
        _dropped = _meter.CreateCounter<long>("relaykit.request_log.dropped", "{request}", "Requests that no log has, by the reason.");
        _unattributed = _meter.CreateCounter<long>(
            "relaykit.request_log.unattributed", "{request}", "Requests refused with 401: they are no tenant's, so no log has them.");
    }

    public void Written(int requests) => _written.Add(requests);

    public void Dropped(int requests, string reason) => _dropped.Add(requests, new KeyValuePair<string, object?>("reason", reason));

    public void Unattributed() => _unattributed.Add(1);

    public void Dispose() => _meter.Dispose();
}
