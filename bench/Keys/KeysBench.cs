using System.Diagnostics;
using RelayKit.Bench.Load;
using RelayKit.Bench.Measuring;
using RelayKit.Bench.Stack;

namespace RelayKit.Bench.Keys;

/// <summary>
/// How long a revoked key is let in: two APIs by themselves over one silo, under load by several keys each of which is used at both, and keys that are revoked at
/// the silo one after the other. And what it costs that keys are asked for again: one key against many.
/// </summary>
internal sealed class KeysBench : IBench
{
    private const int First = 1;
    private const int Second = 2;
    private const int Places = 16;
    private const int Connections = 64;
    private const int Revocations = 200;
    private const int BriefRevocations = 32;
    private const int ManyKeys = 500;
    private const double PerSecond = 1_500;
    private const double CostPerSecond = 1_000;

    /// <summary>How long a key is used before it is revoked, so that both APIs know it, each at its own age.</summary>
    private static readonly TimeSpan InUse = TimeSpan.FromSeconds(1);

    /// <summary>How long after its revocation a key is still tried: well over what is wanted.</summary>
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(3);

    public string Name => "keys";

    public string Description => "how long a revoked API key is let in at two APIs under load, and what looking keys up costs";

    public async Task<BenchReport> RunAsync(BenchSettings settings, BenchOptions options, CancellationToken cancellation)
    {
        var report = new BenchReport(Name);
        await using var stack = await BenchStack.StartAsync(settings, cancellation);
        foreach (var api in new[] { First, Second })
        {
            await stack.StartApiAsync(api, limited: true, cancellation);
        }

        var owner = await stack.CreateTenantAsync("Owner of keys", cancellation);
        await stack.CreateRoomAsync(owner, "room", cancellation);
        Uri[] addresses = [settings.ApiUrl(First), settings.ApiUrl(Second)];
        await LoadMeasurement.WarmUpAsync("two APIs", addresses, Connections, Reads([owner]), cancellation);
        await MeasureRevocationsAsync(stack, addresses, owner, options.Brief ? BriefRevocations : Revocations, report, cancellation);
        if (!options.Brief)
        {
            await MeasureCostAsync(stack, addresses, owner, options, report, cancellation);
        }

        return report;
    }

    private static async Task MeasureRevocationsAsync(
        BenchStack stack, Uri[] addresses, string owner, int revocations, BenchReport report, CancellationToken cancellation)
    {
        Console.WriteLine($"{revocations} revocations under load …");
        var keys = new KeysInUse(Places, addresses.Length, Connections);
        using var load = new LoadGenerator(addresses, Connections);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var rounds = (revocations + Places - 1) / Places;
        var length = (InUse + Watched + TimeSpan.FromSeconds(1)) * rounds;
        var loading = load.RunOpenAsync(keys, PerSecond, length, enough.Token);
        var goodFor = new List<TimeSpan>();
        var unused = 0;

        async Task RevokeInTurnAsync(int place)
        {
            // Not all at the same time: each API remembers each key from another instant on.
            await Task.Delay(TimeSpan.FromMilliseconds(47 * place), cancellation);
            for (var round = 0; round < rounds; round++)
            {
                var (id, key) = await stack.CreateApiKeyAsync(owner, $"Key {place}-{round}", cancellation);
                var used = new KeyUnderLoad(id, key);
                keys.Put(place, used);
                await Task.Delay(InUse, cancellation);
                await stack.RevokeApiKeyAsync(owner, id, cancellation);
                var revoked = Stopwatch.GetTimestamp();
                await Task.Delay(Watched, cancellation);
                lock (goodFor)
                {
                    unused += used.WasGood ? 0 : 1;
                    goodFor.Add(used.GoodAfter(revoked));
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Places).Select(RevokeInTurnAsync));
        await enough.CancelAsync();
        await ((Task)loading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (unused > 0)
        {
            report.Fault($"{unused} keys were never let in, so that their end shows nothing.");
        }

        var sorted = goodFor.Select(static time => time.TotalMilliseconds).Order().ToList();
        double At(double share) => sorted[(int)Math.Min(sorted.Count - 1, Math.Ceiling(share * sorted.Count) - 1)];
        report.Note(FormattableString.Invariant(
            $"{sorted.Count} keys, each in use at two APIs at {PerSecond / Places:0} requests a second, revoked at the silo: the last good answer came {At(0.5):0} ms after the revocation was answered (p50), {At(0.99):0} ms (p99), {sorted[^1]:0} ms (longest)."));
        report.Musts.Add(Must.Most("last good answer after a revocation, p99, ms", At(0.99), 1_000, 900));
        report.Musts.Add(Must.Most("last good answer after a revocation, longest, ms", sorted[^1], 1_000));
        report.Figures["revoked_last_good_p50_ms"] = At(0.5);
        report.Figures["revoked_last_good_p99_ms"] = At(0.99);
        report.Figures["revoked_last_good_max_ms"] = sorted[^1];
    }

    private static async Task MeasureCostAsync(
        BenchStack stack, Uri[] addresses, string owner, BenchOptions options, BenchReport report, CancellationToken cancellation)
    {
        var many = new List<string>();
        for (var i = 0; i < ManyKeys; i++)
        {
            many.Add((await stack.CreateApiKeyAsync(owner, $"Many {i}", cancellation)).Key);
        }

        var measure = new LoadMeasurement(options.Duration, stack.Database.Postmaster);
        int[] servers = [stack.Api(First).Pid, stack.Api(Second).Pid];
        var one = report.Add(await measure.OpenAsync("one key", addresses, servers, Connections, Reads([owner]), CostPerSecond, cancellation));
        var all = report.Add(await measure.OpenAsync($"{ManyKeys} keys in turn", addresses, servers, Connections, Reads(many), CostPerSecond, cancellation));
        var lookUps = ManyKeys * addresses.Length / Math.Max(0.75, ManyKeys * addresses.Length / CostPerSecond) / CostPerSecond;
        report.Note(FormattableString.Invariant(
            $"With {ManyKeys} keys in turn at {CostPerSecond:0} requests a second {lookUps * 100:0} % of the requests look their key up: {all.Costs.Servers - one.Costs.Servers:0} µs of the APIs' and {all.Costs.Postgres - one.Costs.Postgres:0} µs of PostgreSQL's processor time a request more than with one key, which is looked up 1.33 times a second at each."));
        report.Figures["lookup_api_us_per_request"] = all.Costs.Servers - one.Costs.Servers;
        report.Figures["lookup_postgres_us_per_request"] = all.Costs.Postgres - one.Costs.Postgres;
    }

    private static RepeatedRequests Reads(IEnumerable<string> keys) => new([.. keys.Select(static key => RepeatedRequests.Request("GET", "/v1/rooms/room", key))]);
}
