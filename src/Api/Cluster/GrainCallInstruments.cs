using System.Diagnostics.Metrics;

namespace RelayKit.Api.Cluster;

/// <summary>How often the cluster's changes were hidden from callers.</summary>
internal sealed class GrainCallInstruments : IDisposable
{
    private readonly Meter _meter = new(Telemetry.MeterName);
    private readonly Counter<long> _repeated;

    public GrainCallInstruments() => _repeated = _meter.CreateCounter<long>(
        "relaykit.grain_calls.repeated", "{call}", "Grain calls made again since a silo came or went, by whether the one before may have run.");

    public void Repeated(bool mayHaveRun) => _repeated.Add(1, new KeyValuePair<string, object?>("may_have_run", mayHaveRun));

    public void Dispose() => _meter.Dispose();
}
