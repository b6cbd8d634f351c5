using System.Diagnostics.Metrics;

namespace RelayKit.Supabase;

/// <summary>How the fetching of the project's keys goes.</summary>
internal sealed class SupabaseInstruments : IDisposable
{
    private readonly Meter _meter = new("RelayKit");
    private readonly Counter<long> _fetches;

    public SupabaseInstruments() => _fetches = _meter.CreateCounter<long>(
        "relaykit.supabase.key_fetches", "{fetch}", "Fetches of the project's signing keys, by what came of them.");

    public void Fetched(bool succeeded) => _fetches.Add(1, new KeyValuePair<string, object?>("outcome", succeeded ? "fetched" : "failed"));

    public void Dispose() => _meter.Dispose();
}
