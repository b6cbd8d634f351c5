using System.Diagnostics.Metrics;

namespace RelayKit.Storage.Ledger;

/// <summary>What the ledger tells of itself.</summary>
internal sealed class LedgerInstruments : IDisposable
{
    private readonly Meter _meter = new(Telemetry.MeterName);
    private readonly Counter<long> _committed;
    private readonly Counter<long> _failed;
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _duration;

    public LedgerInstruments(Func<int> taken)
    {
        _committed = _meter.CreateCounter<long>("relaykit.ledger.entries", "{entry}", "Entries made durable.");
        _failed = _meter.CreateCounter<long>("relaykit.ledger.failures", "{entry}", "Entries that are not known to be durable.");
        _batch = _meter.CreateHistogram(
            "relaykit.ledger.batch",
            "{entry}",
            "Entries in one commit.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] });
        _duration = _meter.CreateHistogram(
            "relaykit.ledger.commit",
            "s",
            "Time of one commit.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5] });
        _meter.CreateObservableGauge("relaykit.ledger.waiting", taken, "{entry}", "Entries that wait or are under way.");
    }

    public void Committed(int entries, TimeSpan duration)
    {
        _committed.Add(entries);
        _batch.Record(entries);
        _duration.Record(duration.TotalSeconds);
    }

    public void Failed(int entries) => _failed.Add(entries);

    public void Dispose() => _meter.Dispose();
}
