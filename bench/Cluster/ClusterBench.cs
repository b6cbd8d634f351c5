using RelayKit.Bench.Measuring;
using RelayKit.Bench.Stack;
using RelayKit.Bench.Webhooks;

namespace RelayKit.Bench.Cluster;

/// <summary>
/// Two silos against one by the processor time that a webhook takes, since both share the cores of one machine: what two would do on
/// cores of their own. Each silo has as many connections in both, all busy all the time: a silo with time to spare is dearer for a
/// webhook, with every thread asleep when it comes, and would flatter the two. Half of the webhooks arrive where their room is not.
/// </summary>
internal sealed class ClusterBench : IBench
{
    private const int Rounds = 3;

    public string Name => "cluster";

    public string Description => "durable webhooks for a second of processor time, with one silo and with two";

    public async Task<BenchReport> RunAsync(BenchSettings settings, BenchOptions options, CancellationToken cancellation)
    {
        var report = new BenchReport(Name);
        await using var stack = await BenchStack.StartAsync(settings, cancellation);
        var measure = new LoadMeasurement(options.Duration, stack.Database.Postmaster);
        List<WebhookRequests> sent = [];

        WebhookRequests About(IReadOnlyList<string> rooms)
        {
            sent.Add(new WebhookRequests(rooms, stack.LiveKit));
            return sent[^1];
        }

        async Task<Row> MeasureAsync(string what, int silos, IReadOnlyList<string> rooms) => report.Add(await measure.ClosedAsync(
            what, Apis(settings, silos), stack.SiloPids, silos * options.Connections, About(rooms), cancellation));

        var onOne = await WebhookBench.CreateRoomsAsync(stack, cancellation);
        await LoadMeasurement.WarmUpAsync("the silo", Apis(settings, 1), options.Connections, About(onOne), cancellation);
        await stack.Database.SettleAsync(cancellation);
        List<Row> one = [await MeasureAsync("one silo", 1, onOne)], two = [];
        List<double> shares = [0, 0];
        for (var i = 0; i < Rounds; i++)
        {
            // Rooms that wake now are shared out among the two; those of the one silo hear of no event meanwhile, and stay.
            await stack.StartSiloAsync(1, cancellation);
            var onTwo = await WebhookBench.CreateRoomsAsync(stack, cancellation);
            await LoadMeasurement.WarmUpAsync("both silos", Apis(settings, 2), 2 * options.Connections, About(onTwo), cancellation);
            var before = await LedgerShares.ReadAsync(settings, 2, cancellation);
            two.Add(await MeasureAsync("two silos", 2, onTwo));
            shares = [.. (await LedgerShares.ReadAsync(settings, 2, cancellation)).Zip(before, (now, then) => now - then).Zip(shares, (a, b) => a + b)];
            await stack.StopSiloAsync(1);
            one.Add(await MeasureAsync("one silo, again", 1, onOne));
        }

        report.CompareRepeated(one[0], one[^1]);
        await WebhookBench.CompareWithLedgerAsync(stack, sent, report, cancellation);

        // Each two against the ones on either side of it.
        var times = Median.Of(two.Select((row, i) => (one[i].Costs.Servers + one[i + 1].Costs.Servers) / row.Costs.Servers));
        report.Note(FormattableString.Invariant(
            $"Of the two silos' webhooks the first wrote {100 * shares[0] / shares.Sum():0} %; each arrived at either API alike, so half of them took a hop from silo to silo."));
        report.Musts.Add(Must.Least("two silos, times one by processor time", times, 1.7, 1.9));
        report.Figures["one_silo_per_cpu_s"] = 1_000_000 / Median.Of(one.Select(row => row.Costs.Servers));
        report.Figures["two_silos_per_cpu_s"] = 1_000_000 / Median.Of(two.Select(row => row.Costs.Servers));
        report.Figures["two_silos_postgres_us"] = Median.Of(two.Select(row => row.Costs.Postgres));
        report.Figures["one_silo_postgres_us"] = Median.Of(one.Select(row => row.Costs.Postgres));
        return report;
    }

    private static List<Uri> Apis(BenchSettings settings, int silos) => [.. Enumerable.Range(0, silos).Select(settings.ApiUrl)];
}
