using RelayKit.Bench.Load;
using RelayKit.Bench.Measuring;
using RelayKit.Bench.Stack;
using RelayKit.RateLimiting;

namespace RelayKit.Bench.RateLimits;

/// <summary>
/// A tenant's limit over two APIs by themselves that share a silo: how exact it is under several times as many requests, what it costs in
/// time and grain calls, and whether a tenant far over its limit harms another one.
/// </summary>
internal sealed class RateLimitsBench : IBench
{
    private const int First = 1;
    private const int Second = 2;
    private const int Unlimited = 3;
    private const int Connections = 32;
    private const int Rounds = 5;
    private const int TimesTheLimit = 5;
    private const int NoiseTimesTheLimit = 100;
    private const double QuietPerSecond = 1_000;

    /// <summary>By then what a rested tenant may send at once is gone.</summary>
    private const int SettlingSeconds = 6;

    private static readonly RateLimit Limit = new(PerSecond: 200, Burst: 400);
    private static readonly RateLimit NoisyLimit = new(PerSecond: 10, Burst: 20);

    public string Name => "limits";

    public string Description => "how exact a tenant's rate limit is over two APIs, what it costs, and a neighbour at 100 times its limit";

    public async Task<BenchReport> RunAsync(BenchSettings settings, BenchOptions options, CancellationToken cancellation)
    {
        var report = new BenchReport(Name);
        await using var stack = await BenchStack.StartAsync(settings, cancellation);
        foreach (var api in new[] { First, Second, Unlimited })
        {
            await stack.StartApiAsync(api, limited: api != Unlimited, cancellation);
        }

        var measure = new LoadMeasurement(options.Duration, stack.Database.Postmaster);
        var quiet = await CreateTenantAsync(stack, "Quiet", null, cancellation);
        foreach (var api in new[] { First, Second, Unlimited })
        {
            await LoadMeasurement.WarmUpAsync($"API {api}", [settings.ApiUrl(api)], Connections, Reads(quiet), cancellation);
        }

        await MeasureExactnessAsync(stack, options, report, cancellation);
        await MeasureCostAsync(stack, measure, quiet, report, cancellation);
        await MeasureNeighbourAsync(stack, measure, quiet, options, report, cancellation);
        return report;
    }

    private static async Task MeasureExactnessAsync(BenchStack stack, BenchOptions options, BenchReport report, CancellationToken cancellation)
    {
        Console.WriteLine($"{TimesTheLimit} times a limit of {Limit.PerSecond} points a second …");
        var settings = stack.Settings;
        var key = await CreateTenantAsync(stack, "Limited", Limit, cancellation);
        var requests = new AdmittedRequests([Read(key)]);
        var seconds = (int)options.Duration.TotalSeconds;
        var before = await LeaseCalls.ReadAsync(settings, [First, Second], cancellation);
        using var load = new LoadGenerator([settings.ApiUrl(First), settings.ApiUrl(Second)], Connections);
        var result = await load.RunOpenAsync(
            requests, Limit.PerSecond * TimesTheLimit, TimeSpan.FromSeconds(SettlingSeconds + seconds), cancellation);
        var calls = await LeaseCalls.ReadAsync(settings, [First, Second], cancellation) - before;
        if (result.Failed > 0)
        {
            report.Fault($"{result.Failed} requests were answered neither 2xx nor 429, or not at all.");
        }

        var bySecond = AdmittedWindows.BySecond(requests.Admitted, SettlingSeconds, seconds);
        var share = bySecond.Sum() / (double)(Limit.PerSecond * seconds);
        var excess = AdmittedWindows.WorstExcess(requests.Admitted, Limit);
        report.Note(FormattableString.Invariant(
            $"{result.Sent} requests over two APIs at {TimesTheLimit} times a limit of {Limit.PerSecond} points a second: {bySecond.Min()} to {bySecond.Max()} admitted in each second, {share * 100:0.0} % of the limit over {seconds} s; {calls:0} grain calls for points. The tenant's policy is read besides, once a second in each API."));
        report.Musts.Add(Must.Most("admitted beyond burst + rate · w in any window, points", excess, 0));
        report.Musts.Add(Must.Least("admitted at several times the limit, of the limit", share, 0.95, 0.99));
        report.Musts.Add(Must.Most("grain calls for points per request", calls / result.Sent, 0.02));
        report.Figures["admitted_of_limit"] = share;
        report.Figures["worst_window_excess_points"] = excess;
        report.Figures["lease_calls_per_request"] = calls / result.Sent;
    }

    private static async Task MeasureCostAsync(BenchStack stack, LoadMeasurement measure, string key, BenchReport report, CancellationToken cancellation)
    {
        async Task<Row> MeasureAsync(string what, int api) => report.Add(await measure.OpenAsync(
            what, [stack.Settings.ApiUrl(api)], [stack.Api(api).Pid], Connections, Reads(key), QuietPerSecond, cancellation));

        List<(Row With, Row Without)> rounds = [];
        for (var i = 0; i < Rounds; i++)
        {
            rounds.Add((await MeasureAsync("with limits", First), await MeasureAsync("without", Unlimited)));
        }

        // Of all rounds together: the p99 of one round moves by more than what is looked for.
        double Added(double percentile) => LoadResult.Milliseconds(rounds.Select(static round => round.With.Result), percentile)
            - LoadResult.Milliseconds(rounds.Select(static round => round.Without.Result), percentile);

        report.Note(FormattableString.Invariant(
            $"Limits add {Added(50):0.00} ms to the p50 and {Added(99):0.00} ms to the p99 at {QuietPerSecond:0} requests a second, in {Rounds} rounds together; {Median.Of(rounds.Select(round => round.With.Costs.Servers - round.Without.Costs.Servers)):0} µs of processor time a request."));
        report.Musts.Add(Must.Most("p99 added by limits, ms", Added(99), 0.2));
        report.Figures["added_p50_ms"] = Added(50);
        report.Figures["added_p99_ms"] = Added(99);
    }

    private static async Task MeasureNeighbourAsync(
        BenchStack stack, LoadMeasurement measure, string key, BenchOptions options, BenchReport report, CancellationToken cancellation)
    {
        var noisyKey = await CreateTenantAsync(stack, "Noisy", NoisyLimit, cancellation);
        var api = stack.Settings.ApiUrl(First);

        async Task<Row> MeasureAsync(string what) => report.Add(await measure.OpenAsync(
            what, [api], [stack.Api(First).Pid], Connections, Reads(key), QuietPerSecond, cancellation));

        List<double> ratios = [];
        for (var i = 0; i < Rounds; i++)
        {
            var alone = await MeasureAsync("a tenant alone");
            using var load = new LoadGenerator([api], Connections);
            // For longer than the other load is measured and warmed up before.
            var noise = load.RunOpenAsync(
                Reads(noisyKey), NoisyLimit.PerSecond * NoiseTimesTheLimit, options.Duration + TimeSpan.FromSeconds(4), cancellation);
            var beside = await MeasureAsync("beside a noisy neighbour");
            await noise;
            ratios.Add(beside.Result.Milliseconds(99) / alone.Result.Milliseconds(99));
        }

        report.Note("Beside the neighbour the processor time of the server is for its requests too.");
        report.Musts.Add(Must.Most("p99 beside a neighbour at 100 times its limit, of p99 alone", Median.Of(ratios), 1.1));
        report.Figures["neighbour_p99_ratio"] = Median.Of(ratios);
    }

    private static async Task<string> CreateTenantAsync(BenchStack stack, string name, RateLimit? limit, CancellationToken cancellation)
    {
        var key = await stack.CreateTenantAsync(name, cancellation);
        await stack.CreateRoomAsync(key, "room", cancellation);
        if (limit is { } rates)
        {
            await stack.SetRatesAsync(name, rates, cancellation);
        }

        return key;
    }

    private static RepeatedRequests Reads(string key) => new([Read(key)]);

    private static ReadOnlyMemory<byte> Read(string key) => RepeatedRequests.Request("GET", "/v1/rooms/room", key);
}
