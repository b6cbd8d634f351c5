using System.Globalization;
using RelayKit.Bench.Stack;

namespace RelayKit.Bench.RateLimits;

/// <summary>How many grain calls for points the APIs have made so far, by what they tell at <c>/metrics</c>.</summary>
internal static class LeaseCalls
{
    private const string Counter = "relaykit_rate_limits_leases_total";

    public static async Task<double> ReadAsync(BenchSettings settings, IEnumerable<int> apis, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        var calls = 0.0;
        foreach (var api in apis)
        {
            var metrics = await http.GetStringAsync(new Uri(settings.ApiUrl(api), "metrics"), cancellation);
            calls += metrics.Split('\n').Where(line => line.StartsWith(Counter, StringComparison.Ordinal))
                .Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
        }

        return calls;
    }
}
