using System.Diagnostics.Metrics;
using RelayKit.Idempotency;

namespace RelayKit.Api.Idempotency;

/// <summary>What became of requests with an idempotency key.</summary>
internal sealed class IdempotencyInstruments : IDisposable
{
    private readonly Meter _meter = new(Telemetry.MeterName);
    private readonly Counter<long> _requests;

    public IdempotencyInstruments() => _requests = _meter.CreateCounter<long>(
        "relaykit.idempotency.requests", "{request}", "Requests with an idempotency key, by what was found under it.");

    /// <param name="verdict"><c>new</c>, <c>expired</c> and <c>abandoned</c> were run; <c>answered</c> was replayed.</param>
    public void Found(KeyVerdict verdict) => _requests.Add(1, new KeyValuePair<string, object?>("found", WordOf(verdict)));

    public void Dispose() => _meter.Dispose();

    private static string WordOf(KeyVerdict verdict) => verdict switch
    {
        KeyVerdict.Mine => "new",
        KeyVerdict.Expired => "expired",
        KeyVerdict.Abandoned => "abandoned",
        KeyVerdict.Answered => "answered",
        KeyVerdict.OtherContent => "other_content",
        _ => "in_flight",
    };
}
