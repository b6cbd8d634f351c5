using System.Diagnostics.Metrics;

namespace RelayKit.Retention;

/// <summary>How long ago the last run was done, for whoever has to know that retention has come to a stand.</summary>
public sealed class RetentionInstruments : IDisposable
{
    private readonly Meter _meter = new(Telemetry.MeterName);

    /// <summary>Instruments that go by a clock.</summary>
    public RetentionInstruments(TimeProvider time) => _meter.CreateObservableGauge(
        "relaykit.retention.age",
        () => LastFinish is { } last ? [new Measurement<double>((time.GetUtcNow() - last).TotalSeconds)] : Array.Empty<Measurement<double>>(),
        "s",
        "Time since a run of the daily removal was done; none before the first.");

    /// <summary>When the last run was done, as far as this process knows.</summary>
    public DateTimeOffset? LastFinish { get; set; }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
