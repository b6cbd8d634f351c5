using System.Diagnostics;
using RelayKit.Bench.Measuring;
using RelayKit.Bench.Stack;
using RelayKit.Bench.Webhooks;
using RelayKit.Identifiers;

namespace RelayKit.Bench.Reads;

/// <summary>
/// What reads cost a tenant with a long history: its usage of the month, when nobody has asked for a while, and pages of its sessions,
/// new and old. Beside it, what everybody else feels of that history: the start of a silo, and the latency of webhooks.
/// </summary>
internal sealed class ReadsBench : IBench
{
    private const string Tenant = "Bench of reads";
    private const int ColdReads = 3;
    private const int Rounds = 3;
    private const int WarmUps = 300;
    private const int Pages = 200;
    private const int LargestPage = 100;

    public string Name => "reads";

    public string Description => "a month's usage, its series and pages of sessions of a tenant with a long history; start of a silo and p99 of webhooks on it";

    public async Task<BenchReport> RunAsync(BenchSettings settings, BenchOptions options, CancellationToken cancellation)
    {
        var report = new BenchReport(Name);
        await using var stack = await BenchStack.StartAsync(settings, cancellation);
        await stack.Database.RequireSuperuserAsync(cancellation);
        var key = await stack.CreateTenantAsync(Tenant, cancellation);
        var other = await stack.CreateTenantAsync("Bench of reads, another", cancellation);
        var tenant = await stack.Database.FindTenantAsync(Tenant, cancellation);
        var emptyStart = await RestartAsync(stack, cancellation);
        Console.WriteLine(FormattableString.Invariant($"writing {options.Sessions} participant sessions …"));
        await new SessionHistory(options.Sessions).CreateAsync(stack.Database, tenant, cancellation);
        await RollUpAudit.CheckAsync(settings.Postgres, tenant, report, cancellation);

        Console.WriteLine("reading …");
        List<double> starts = [], cold = [];
        for (var i = 0; i < ColdReads; i++)
        {
            starts.Add(await RestartAsync(stack, cancellation));
            cold.Add(await ReadColdAsync(stack, key, other, cancellation));
        }

        cold.Sort();
        starts.Sort();
        using var reads = new TimedRequests(settings.ApiUrl(0), key);
        var live = await reads.GetAllAsync(Enumerable.Repeat("/v1/usage", Pages), cancellation);
        var first = await reads.GetAllAsync(Enumerable.Repeat("/v1/sessions", Pages), cancellation);
        var deep = await reads.GetAllAsync(Enumerable.Range(0, Pages).Select(page => $"/v1/sessions?cursor={DeepCursor(page)}"), cancellation);
        var large = await reads.GetAllAsync(
            Enumerable.Range(0, Pages).Select(page => FormattableString.Invariant($"/v1/sessions?limit={LargestPage}&cursor={DeepCursor(page)}")), cancellation);
        await UsageSeriesReads.MeasureAsync(stack.Database, tenant, reads, options, report, cancellation);
        await UsageExportReads.MeasureAsync(stack, key, report, cancellation);
        var usage = TimedRequests.Percentile(cold, 0.5);
        var page = Math.Max(TimedRequests.Percentile(first, 0.95), TimedRequests.Percentile(deep, 0.95));
        var p99 = await MeasureWebhooksAsync(stack, options, report, cancellation);

        report.Note(FormattableString.Invariant(
            $"Usage of the month, ms: {usage:0.0} when its meter has to be read first (of {ColdReads}: {cold[0]:0.0} to {cold[^1]:0.0}), {TimedRequests.Percentile(live, 0.5):0.00} when it is live."));
        report.Note(FormattableString.Invariant(
            $"Pages of sessions, ms p50 and p95: newest {TimedRequests.Percentile(first, 0.5):0.0} and {TimedRequests.Percentile(first, 0.95):0.0}, deep in the history {TimedRequests.Percentile(deep, 0.5):0.0} and {TimedRequests.Percentile(deep, 0.95):0.0}, {LargestPage} at once {TimedRequests.Percentile(large, 0.5):0.0} and {TimedRequests.Percentile(large, 0.95):0.0}."));
        report.Note(FormattableString.Invariant($"Start of a silo: {emptyStart:0.0} s on an empty ledger, {starts[^1]:0.0} s at most on this one."));
        report.Musts.Add(Must.Most(FormattableString.Invariant($"a month's usage, {options.Sessions} participant sessions, meter not awake, ms"), usage, 50, 10));
        report.Musts.Add(Must.Most("a page of that tenant's sessions, p95, ms", page, 50, 10));
        report.Musts.Add(Must.Most("start of a silo on that ledger, s", starts[^1], 10));
        report.Musts.Add(Must.Most("p99 of a durable webhook at half of the maximum on it, ms", p99, 25, 10));
        report.Figures["participant_sessions"] = options.Sessions;
        report.Figures["month_usage_ms"] = usage;
        report.Figures["month_usage_live_ms"] = TimedRequests.Percentile(live, 0.5);
        report.Figures["sessions_page_ms"] = page;
        report.Figures["sessions_page_of_100_ms"] = TimedRequests.Percentile(large, 0.95);
        report.Figures["start_empty_s"] = emptyStart;
        report.Figures["start_s"] = starts[^1];
        report.Figures["webhook_p99_ms"] = p99;
        return report;
    }

    private static async Task<double> RestartAsync(BenchStack stack, CancellationToken cancellation)
    {
        await stack.StopSiloAsync(0);
        var clock = Stopwatch.StartNew();
        await stack.StartSiloAsync(0, cancellation);
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>The first read of a meter in a silo that has served other tenants for a while.</summary>
    private static async Task<double> ReadColdAsync(BenchStack stack, string key, string other, CancellationToken cancellation)
    {
        using var others = new TimedRequests(stack.Settings.ApiUrl(0), other);
        await others.GetAllAsync(Enumerable.Repeat("/v1/usage", WarmUps), cancellation);
        await others.GetAllAsync(Enumerable.Repeat("/v1/sessions", WarmUps), cancellation);
        using var reads = new TimedRequests(stack.Settings.ApiUrl(0), key);
        return await reads.GetAsync("/v1/usage", cancellation);
    }

    /// <summary>A cursor somewhere in the history, further back with each: the sessions before it began before that instant.</summary>
    private static string DeepCursor(int page)
    {
        var back = TimeSpan.FromDays(30 * (SessionHistory.Months - 1)) * (page + 1) / Pages;
        return PublicId.Format(PublicId.Session, Guid.CreateVersion7(TimeProvider.System.GetUtcNow() - back));
    }

    private static async Task<double> MeasureWebhooksAsync(BenchStack stack, BenchOptions options, BenchReport report, CancellationToken cancellation)
    {
        var rooms = await WebhookBench.CreateRoomsAsync(stack, cancellation);
        var measure = new LoadMeasurement(options.Duration, stack.Database.Postmaster);
        var sent = Enumerable.Range(0, 2 + Rounds).Select(_ => new WebhookRequests(rooms, stack.LiveKit)).ToList();
        Uri[] api = [stack.Settings.ApiUrl(0)];
        await LoadMeasurement.WarmUpAsync("the silo", api, options.Connections, sent[0], cancellation);
        await stack.Database.SettleAsync(cancellation);
        var most = report.Add(await measure.ClosedAsync("durable webhooks on that ledger", api, stack.SiloPids, options.Connections, sent[1], cancellation));
        List<double> latencies = [];
        foreach (var requests in sent.Skip(2))
        {
            var half = report.Add(await measure.OpenAsync(
                "the same, open loop at half", api, stack.SiloPids, options.Connections, requests, most.PerSecond / 2, cancellation));
            latencies.Add(half.Result.Milliseconds(99));
        }

        await WebhookBench.CompareWithLedgerAsync(stack, sent, report, cancellation);
        return Median.Of(latencies);
    }
}
