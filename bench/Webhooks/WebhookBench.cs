using RelayKit.Bench.Baselines;
using RelayKit.Bench.Measuring;
using RelayKit.Bench.Stack;

namespace RelayKit.Bench.Webhooks;

/// <summary>
/// Durable webhooks: their maximum against an endpoint that only verifies, and against the designs that RelayKit does not have; with
/// few rooms; on a slow disk; their latency at half of the maximum. Ends by looking for every acknowledged event in the ledger.
/// </summary>
internal sealed class WebhookBench : IBench
{
    private const int Tenants = 10;
    private const int RoomsPerTenant = 20;
    private const int HotRooms = 4;
    private const int FewConnections = 64;
    private const int SlowFlushMilliseconds = 3;
    private const int BriefRounds = 3;
    private const string Endpoint = "/webhooks/livekit";

    public string Name => "webhooks";

    public string Description => "durable webhooks per second against a verify-only endpoint, a statement per event and a state per event; p99 at half of the maximum";

    public async Task<BenchReport> RunAsync(BenchSettings settings, BenchOptions options, CancellationToken cancellation)
    {
        var report = new BenchReport(Name);
        await using var stack = await BenchStack.StartAsync(settings, cancellation);
        await stack.Database.ExecuteAsync(BaselineServer.CreateTable, cancellation);
        var rooms = await CreateRoomsAsync(stack, cancellation);
        var measure = new LoadMeasurement(options.Duration, stack.Database.Postmaster);
        List<WebhookRequests> durable = [];

        Task<Row> BaselineAsync(string what, string path, int connections) => measure.ClosedAsync(
            what, [settings.BaselineUrl], [stack.Baseline.Pid], connections, new WebhookRequests(rooms, stack.LiveKit, path), cancellation);

        WebhookRequests Durable(IReadOnlyList<string> about)
        {
            durable.Add(new WebhookRequests(about, stack.LiveKit, Endpoint));
            return durable[^1];
        }

        Task<Row> DurableAsync(string what, int connections, IReadOnlyList<string> about) =>
            measure.ClosedAsync(what, [settings.ApiUrl(0)], stack.SiloPids, connections, Durable(about), cancellation);

        Task<Row> HalfAsync(double most) => measure.OpenAsync(
            "durable, open loop at half", [settings.ApiUrl(0)], stack.SiloPids, options.Connections, Durable(rooms), most / 2, cancellation);

        await LoadMeasurement.WarmUpAsync(
            "the baselines", [settings.BaselineUrl], options.Connections, new WebhookRequests(rooms, stack.LiveKit, "/verify"), cancellation);
        await LoadMeasurement.WarmUpAsync("the silo", [settings.ApiUrl(0)], options.Connections, Durable(rooms), cancellation);
        await stack.Database.SettleAsync(cancellation);
        if (options.Brief)
        {
            return await RunBriefAsync(report, stack, durable, BaselineAsync, DurableAsync, HalfAsync, rooms, options, cancellation);
        }

        var verify = report.Add(await BaselineAsync($"verify only, {options.Connections} connections", "/verify", options.Connections));
        var many = report.Add(await DurableAsync($"durable, {options.Connections} connections", options.Connections, rooms));
        var few = report.Add(await DurableAsync($"durable, {FewConnections} connections", FewConnections, rooms));
        var hot = report.Add(await DurableAsync($"durable, {HotRooms} hot rooms, {FewConnections} connections", FewConnections, [.. rooms.Take(HotRooms)]));
        var half = report.Add(await HalfAsync(many.PerSecond));
        var slow = await WithSlowDiskAsync(stack, () => DurableAsync($"durable, flush +{SlowFlushMilliseconds} ms", options.Connections, rooms), cancellation);
        var again = report.Add(await DurableAsync($"durable, {options.Connections} connections, again", options.Connections, rooms));
        var insert = report.Add(await BaselineAsync("one INSERT per event", "/insert", options.Connections));
        var state = report.Add(await BaselineAsync("WriteStateAsync per event", "/write-state", options.Connections));
        var verifyAgain = report.Add(await BaselineAsync("verify only, again", "/verify", options.Connections));
        var raw = await RawBatches.MeasureAsync(settings.Postgres, 100, options.Duration, cancellation);
        report.CompareRepeated(verify, verifyAgain);
        report.CompareRepeated(many, again);
        if (slow is not null)
        {
            report.Add(slow);
        }

        await CompareWithLedgerAsync(stack, durable, report, cancellation);
        report.Note(FormattableString.Invariant($"Raw batches of 100 rows over one connection: {raw:0} rows/s. Silo: {Machine.ProcessMemory.Resident(stack.SiloPids[0]) / 1048576.0:0} MiB resident."));

        var verifyRate = (verify.PerSecond + verifyAgain.PerSecond) / 2;
        var durableRate = (many.PerSecond + again.PerSecond) / 2;
        report.Musts.Add(Must.Least("durable webhooks, of verify-only", durableRate / verifyRate, 0.30, 0.45));
        report.Musts.Add(Must.Least("durable webhooks, times one INSERT per event", durableRate / insert.PerSecond, 3));
        report.Musts.Add(Must.Least($"{HotRooms} hot rooms at {FewConnections} connections, of 200 rooms", hot.PerSecond / few.PerSecond, 0.8, 0.95));
        report.Musts.Add(Must.Least($"flushes {SlowFlushMilliseconds} ms slower, of without", slow?.PerSecond / durableRate, 0.8, 0.95));
        report.Musts.Add(Must.Most("p99 of a durable webhook at half of the maximum, ms", half.Result.Milliseconds(99), 25, 10));
        report.Figures["verify_only_per_s"] = verifyRate;
        report.Figures["insert_per_event_per_s"] = insert.PerSecond;
        report.Figures["write_state_per_s"] = state.PerSecond;
        report.Figures["raw_batch_rows_per_s"] = raw;
        report.Figures["durable_per_s"] = durableRate;
        report.Figures["durable_64_per_s"] = few.PerSecond;
        report.Figures["hot_rooms_64_per_s"] = hot.PerSecond;
        report.Figures["slow_disk_per_s"] = slow?.PerSecond;
        report.Figures["p99_ms_at_half"] = half.Result.Milliseconds(99);
        report.Figures["durable_server_us"] = (many.Costs.Servers + again.Costs.Servers) / 2;
        report.Figures["durable_postgres_us"] = (many.Costs.Postgres + again.Costs.Postgres) / 2;
        return report;
    }

    /// <summary>The loads in turn, several times: a machine's speed drifts, and the median of neighbours' ratios does so less.</summary>
    private static async Task<BenchReport> RunBriefAsync(
        BenchReport report,
        BenchStack stack,
        List<WebhookRequests> sent,
        Func<string, string, int, Task<Row>> baseline,
        Func<string, int, IReadOnlyList<string>, Task<Row>> durable,
        Func<double, Task<Row>> half,
        IReadOnlyList<string> rooms,
        BenchOptions options,
        CancellationToken cancellation)
    {
        List<double> ratios = [];
        List<double> latencies = [];
        for (var i = 0; i < BriefRounds; i++)
        {
            var verify = report.Add(await baseline($"verify only, {options.Connections} connections", "/verify", options.Connections));
            var many = report.Add(await durable($"durable, {options.Connections} connections", options.Connections, rooms));
            ratios.Add(many.PerSecond / verify.PerSecond);
            latencies.Add(report.Add(await half(many.PerSecond)).Result.Milliseconds(99));
        }

        await CompareWithLedgerAsync(stack, sent, report, cancellation);
        report.Musts.Add(Must.Least("durable webhooks, of verify-only", ratios.Order().ElementAt(BriefRounds / 2), 0.30, 0.45));
        report.Musts.Add(Must.Most("p99 of a durable webhook at half of the maximum, ms", latencies.Order().ElementAt(BriefRounds / 2), 25, 10));
        return report;
    }

    /// <summary>Rooms of several tenants, those of one tenant not side by side.</summary>
    internal static async Task<IReadOnlyList<string>> CreateRoomsAsync(BenchStack stack, CancellationToken cancellation)
    {
        var keys = new List<string>();
        for (var tenant = 0; tenant < Tenants; tenant++)
        {
            keys.Add(await stack.CreateTenantAsync($"Bench {tenant}", cancellation));
        }

        var rooms = new List<string>();
        for (var room = 0; room < RoomsPerTenant; room++)
        {
            foreach (var key in keys)
            {
                rooms.Add(await stack.CreateRoomAsync(key, $"room-{room}", cancellation));
            }
        }

        return rooms;
    }

    /// <summary>What was not acknowledged may have become durable all the same; what was acknowledged must have.</summary>
    internal static async Task CompareWithLedgerAsync(
        BenchStack stack, IEnumerable<WebhookRequests> sent, BenchReport report, CancellationToken cancellation)
    {
        foreach (var requests in sent)
        {
            // The prefixes are of letters and digits.
            var from = $"from relaykit.participant_sessions where livekit_sid like '{requests.SidPrefix}%'";
            var joins = await stack.Database.ScalarAsync<long>($"select count(join_event_id) {from}", cancellation);
            var leaves = await stack.Database.ScalarAsync<long>($"select count(leave_event_id) {from}", cancellation);
            if (joins < requests.Joins || joins > requests.Joins + requests.Unknown || leaves < requests.Leaves || leaves > requests.Leaves + requests.Unknown)
            {
                report.Fault($"{requests.Joins} joins and {requests.Leaves} leaves were acknowledged, {requests.Unknown} are unknown; the ledger holds {joins} and {leaves}.");
            }
        }

        report.Note($"The ledger holds all of the {sent.Sum(requests => requests.Joins + requests.Leaves)} events that were acknowledged{(report.HasFault ? ", but for the faults named" : "")}.");
    }

    private static async Task<Row?> WithSlowDiskAsync(BenchStack stack, Func<Task<Row>> measure, CancellationToken cancellation)
    {
        if (!await stack.Database.SlowFlushesAsync(SlowFlushMilliseconds, cancellation))
        {
            return null;
        }

        try
        {
            return await measure();
        }
        finally
        {
            await stack.Database.SlowFlushesAsync(0, CancellationToken.None);
        }
    }
}
