using System.Diagnostics.Metrics;
using RelayKit.Outbox;

namespace RelayKit.Storage.Outbox;

/// <summary>What the outbox tells of itself.</summary>
internal sealed class OutboxInstruments : IDisposable
{
    private readonly Meter _meter = new(Telemetry.MeterName);
    private readonly Counter<long> _tried;
    private readonly Histogram<double> _first;

    public OutboxInstruments()
    {
        _tried = _meter.CreateCounter<long>("relaykit.outbox.attempts", "{attempt}", "Tries to send a message, by kind and what came of it.");
        _first = _meter.CreateHistogram(
            "relaykit.outbox.first_attempt",
            "s",
            "Time from the writing of a message to the end of the first try to send it.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60] });
    }

    public void Tried(string kind, OutboxAttempt attempt, SendVerdict verdict, DateTimeOffset endedAt)
    {
        var ofKind = new KeyValuePair<string, object?>("kind", kind);
        _tried.Add(1, ofKind, new KeyValuePair<string, object?>("outcome", verdict switch
        {
            SendVerdict.Done => "done",
            SendVerdict.Retry => "retry",
            SendVerdict.Postpone => "postponed",
            _ => "parked",
        }));
        if (attempt.Number == 1)
        {
            _first.Record(Math.Max(0, (endedAt - attempt.Message.CreatedAt).TotalSeconds), ofKind);
        }
    }

    public void Dispose() => _meter.Dispose();
}
