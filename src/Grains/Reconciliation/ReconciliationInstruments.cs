using System.Diagnostics.Metrics;

namespace RelayKit.Reconciliation;

/// <summary>What reconciliation tells of itself.</summary>
internal sealed class ReconciliationInstruments : IDisposable
{
    private readonly Meter _meter = new(Telemetry.MeterName);
    private readonly Counter<long> _looks;
    private readonly Counter<long> _asked;
    private readonly Counter<long> _changes;

    public ReconciliationInstruments()
    {
        _looks = _meter.CreateCounter<long>("relaykit.reconciliation.looks", "{look}", "Looks at LiveKit clusters, by cluster and whether LiveKit answered.");
        _asked = _meter.CreateCounter<long>("relaykit.reconciliation.rooms", "{room}", "Rooms that a look had to ask about.");
        _changes = _meter.CreateCounter<long>(
            "relaykit.reconciliation.changes", "{change}", "What looks changed: participants found and closed, sessions ended, rooms that could not be looked at.");
    }

    public void Looked(LookReport report)
    {
        KeyValuePair<string, object?> cluster = new("livekit_cluster", report.Cluster);
        _looks.Add(1, cluster, new("answered", report.ListedAtMs is not null));
        _asked.Add(report.RoomsAsked, cluster);
        Add(cluster, "found", report.Outcome.Found);
        Add(cluster, "closed", report.Outcome.Closed);
        Add(cluster, "ended", report.Outcome.Ended);
        Add(cluster, "failed", report.Outcome.Failed);
    }

    public void Dispose() => _meter.Dispose();

    private void Add(KeyValuePair<string, object?> cluster, string change, int count) => _changes.Add(count, cluster, new("change", change));
}
