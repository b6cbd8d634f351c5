using System.Globalization;
using RelayKit.Bench.Stack;

namespace RelayKit.Bench.Cluster;

/// <summary>How many entries each silo's ledger has made durable so far, by what the silo itself tells at <c>/metrics</c>.</summary>
internal static class LedgerShares
{
    private const string Counter = "relaykit_ledger_entries_total";

    public static async Task<IReadOnlyList<double>> ReadAsync(BenchSettings settings, int silos, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        List<double> entries = [];
        for (var silo = 0; silo < silos; silo++)
        {
            var metrics = await http.GetStringAsync(new Uri(settings.ApiUrl(silo), "metrics"), cancellation);
            var line = metrics.Split('\n').FirstOrDefault(line => line.StartsWith(Counter, StringComparison.Ordinal))
                ?? throw new BenchException($"Silo {silo} tells no {Counter} at /metrics.");

            // name{labels} value time; a label of ours holds no space.
            entries.Add(double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
        }

        return entries;
    }
}
