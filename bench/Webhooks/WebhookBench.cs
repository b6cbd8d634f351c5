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
    private const int Rounds = 3;

    public string Name => "webhooks";

    public string Description => "durable webhooks per second against a verify-only endpoint, a statement per event and a state per event; p99 at half of the maximum";

    public async Task<BenchReport> RunAsync(BenchSettings settings, BenchOptions options, CancellationToken cancellation)
    {
        var report = new BenchReport(Name);
        await using var stack = await BenchStack.StartAsync(settings, cancellation);
        await stack.Database.ExecuteAsync(BaselineServer.CreateTable, cancellation);
        var rooms = await CreateRoomsAsync(stack, cancellation);
        var loads = new WebhookLoads(report, stack, options, rooms, cancellation);
        await loads.WarmUpAsync();
        var turns = await TakeTurnsAsync(loads, report, options.Brief);
        if (!options.Brief)
        {
            await CompareDesignsAsync(loads, turns, report);
        }

        await CompareWithLedgerAsync(stack, loads.Durable, report, cancellation);
        return report;
    }

    /// <summary>What is compared with each other or with a figure that noise decides, in turn and several times.</summary>
    private static async Task<List<Turn>> TakeTurnsAsync(WebhookLoads loads, BenchReport report, bool brief)
    {
        List<Turn> turns = [];
        for (var i = 0; i < Rounds; i++)
        {
            var verify = await loads.BaselineAsync("verify only", "/verify");
            var durable = await loads.DurableAsync("durable");
            var insert = brief ? null : await loads.BaselineAsync("one INSERT per event", "/insert");
            turns.Add(new Turn(verify, durable, insert, await loads.HalfAsync(durable.PerSecond)));
        }

        report.CompareRepeated(turns[0].Verify, turns[^1].Verify);
        report.CompareRepeated(turns[0].Durable, turns[^1].Durable);
        var p99 = Median.Of(turns.Select(turn => turn.Half.Result.Milliseconds(99)));
        report.Musts.Add(Must.Least("durable webhooks, of verify-only", Median.Of(turns.Select(turn => turn.Durable.PerSecond / turn.Verify.PerSecond)), 0.30, 0.45));
        report.Musts.Add(Must.Most("p99 of a durable webhook at half of the maximum, ms", p99, 25, 10));
        report.Figures["verify_only_per_s"] = Median.Of(turns.Select(turn => turn.Verify.PerSecond));
        report.Figures["durable_per_s"] = Median.Of(turns.Select(turn => turn.Durable.PerSecond));
        report.Figures["p99_ms_at_half"] = p99;
        report.Figures["durable_server_us"] = Median.Of(turns.Select(turn => turn.Durable.Costs.Servers));
        report.Figures["durable_postgres_us"] = Median.Of(turns.Select(turn => turn.Durable.Costs.Postgres));
        return turns;
    }

    private static async Task CompareDesignsAsync(WebhookLoads loads, List<Turn> turns, BenchReport report)
    {
        var slow = await loads.OnSlowDiskAsync($"durable, flush +{WebhookLoads.SlowFlushMilliseconds} ms");
        var fast = await loads.DurableAsync("durable, flush as it is");
        var few = await loads.OverFewConnectionsAsync("durable", Tenants * RoomsPerTenant);
        var hot = await loads.OverFewConnectionsAsync($"durable, {HotRooms} hot rooms", HotRooms);
        var state = await loads.BaselineAsync("WriteStateAsync per event", "/write-state");
        var raw = await loads.RawBatchesAsync();
        report.Note(FormattableString.Invariant($"Raw batches of 100 rows over one connection: {raw:0} rows/s. Silo: {loads.SiloResident / 1048576.0:0} MiB resident."));

        report.Musts.Add(Must.Least("durable webhooks, times one INSERT per event", Median.Of(turns.Select(turn => turn.Durable.PerSecond / turn.Insert!.PerSecond)), 3));
        report.Musts.Add(Must.Least($"{HotRooms} hot rooms at {WebhookLoads.FewConnections} connections, of 200 rooms", hot.PerSecond / few.PerSecond, 0.8, 0.95));
        report.Musts.Add(Must.Least($"flushes {WebhookLoads.SlowFlushMilliseconds} ms slower, of without", slow?.PerSecond / fast.PerSecond, 0.8, 0.95));
        report.Figures["insert_per_event_per_s"] = Median.Of(turns.Select(turn => turn.Insert!.PerSecond));
        report.Figures["write_state_per_s"] = state.PerSecond;
        report.Figures["raw_batch_rows_per_s"] = raw;
        report.Figures["durable_64_per_s"] = few.PerSecond;
        report.Figures["hot_rooms_64_per_s"] = hot.PerSecond;
        report.Figures["slow_disk_per_s"] = slow?.PerSecond;
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

    /// <summary>Loads that were measured one after the other.</summary>
    private sealed record Turn(Row Verify, Row Durable, Row? Insert, Row Half);
}
