namespace RelayKit.Stripe.Simulator.Http;

/// <summary>
/// Stripe's idempotency keys: kept for a day, the first answer again whatever it was, other parameters refused, a twin that is under way too.
/// </summary>
internal sealed class IdempotencyKeys(SimulatedTime time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Begins a call.</summary>
    /// <returns>The answer of the call that had the key before; null when this one is the first.</returns>
    /// <exception cref="StripeRefusal">The key is another call's, or its twin is under way.</exception>
    public (int Status, string Body)? Begin(string key, string call)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var entry) || time.GetUtcNow() - entry.At >= Kept)
            {
                _entries[key] = new Entry(call, time.GetUtcNow(), null);
                return null;
            }

            return entry.Call != call
                ? throw new StripeRefusal(400, "idempotency_error", null, "Keys for idempotent requests can only be used with the same parameters they were first used with.")
                : entry.Answer ?? throw new StripeRefusal(409, "idempotency_error", "idempotency_key_in_use", "There is currently another in-progress request using this key.");
        }
    }

    /// <summary>Keeps the answer, or forgets the call when none is to be kept.</summary>
    public void End(string key, (int Status, string Body)? answer)
    {
        lock (_gate)
        {
            if (answer is null)
            {
                _entries.Remove(key);
            }
            else
            {
                _entries[key] = _entries[key] with { Answer = answer };
            }
        }
    }

    private sealed record Entry(string Call, DateTimeOffset At, (int Status, string Body)? Answer);
}
