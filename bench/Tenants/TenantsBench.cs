using RelayKit.Bench.Load;
using RelayKit.Bench.Machine;
using RelayKit.Bench.Measuring;
using RelayKit.Bench.Stack;
using RelayKit.Bench.Webhooks;

namespace RelayKit.Bench.Tenants;

/// <summary>
/// What a tenant costs who does nothing: memory and latency of a silo with 1,000 tenants, all of them active, and of one with a
/// hundred times as many of whom again 1,000 are active, at the same rate.
/// </summary>
internal sealed class TenantsBench : IBench
{
    private const int Active = 1_000;
    private const int Rounds = 3;
    private const double Alike = 1.1;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    public string Name => "tenants";

    public string Description => "memory and p99 with 100,000 tenants of whom 1 % are active, against 1,000";

    public async Task<BenchReport> RunAsync(BenchSettings settings, BenchOptions options, CancellationToken cancellation)
    {
        var report = new BenchReport(Name);
        await using var stack = await BenchStack.StartAsync(settings, cancellation);
        await stack.Database.RequireSuperuserAsync(cancellation);
        var rate = await FindRateAsync(stack, options, report, cancellation);
        var few = await MeasureAsync(FormattableString.Invariant($"{Active} tenants"), rate, stack, options, report, cancellation);
        // Beside those who were active so far, and those who are about to be.
        await ActiveTenants.CreateIdleAsync(stack.Database, Math.Max(1, options.Tenants - (3 * Active)), cancellation);
        var many = await MeasureAsync(FormattableString.Invariant($"{options.Tenants} tenants"), rate, stack, options, report, cancellation);

        report.Note(FormattableString.Invariant(
            $"Silo after its load, MiB: {few.Resident / 1048576.0:0} with {Active} tenants, {many.Resident / 1048576.0:0} with {options.Tenants}. A round's p99 is apart from another's by up to {100 * Math.Max(few.Webhooks.Spread, few.Usage.Spread):0} % with the same tenants."));
        report.Musts.Add(Must.Most(FormattableString.Invariant($"memory with {options.Tenants} tenants, of with {Active}"), (double)many.Resident / few.Resident, Alike));
        report.Musts.Add(Compare("p99 of webhooks", few.Webhooks, many.Webhooks));
        report.Musts.Add(Compare("p99 of GET /v1/usage", few.Usage, many.Usage));
        report.Figures["memory_mib_few"] = few.Resident / 1048576.0;
        report.Figures["memory_mib_many"] = many.Resident / 1048576.0;
        report.Figures["webhook_p99_ms_few"] = few.Webhooks.Median;
        report.Figures["webhook_p99_ms_many"] = many.Webhooks.Median;
        report.Figures["usage_p99_ms_few"] = few.Usage.Median;
        report.Figures["usage_p99_ms_many"] = many.Usage.Median;
        return report;
    }

    /// <summary>Alike within a tenth, and within what the same measurement differs by from round to round.</summary>
    private static Must Compare(string what, Rounded few, Rounded many) => Must.Most(
        $"{what}, many tenants of few", many.Median / few.Median, Math.Round(Alike + Math.Max(few.Spread, many.Spread), 2));

    private static async Task<double> FindRateAsync(BenchStack stack, BenchOptions options, BenchReport report, CancellationToken cancellation)
    {
        var measure = new LoadMeasurement(options.Duration, stack.Database.Postmaster);
        var rooms = (await ActiveTenants.CreateAsync(stack.Database, Active, cancellation)).Rooms;
        Uri[] api = [stack.Settings.ApiUrl(0)];
        await LoadMeasurement.WarmUpAsync("the silo", api, options.Connections, new WebhookRequests(rooms, stack.LiveKit), cancellation);
        await stack.Database.SettleAsync(cancellation);
        var most = report.Add(await measure.ClosedAsync(
            "durable webhooks, the most", api, stack.SiloPids, options.Connections, new WebhookRequests(rooms, stack.LiveKit), cancellation));
        return most.PerSecond / 3;
    }

    /// <summary>A silo of its own, and tenants whom no silo has seen yet, so that it holds what this load has brought and nothing else.</summary>
    private static async Task<Figures> MeasureAsync(
        string what, double rate, BenchStack stack, BenchOptions options, BenchReport report, CancellationToken cancellation)
    {
        var active = await ActiveTenants.CreateAsync(stack.Database, Active, cancellation);
        await stack.StopSiloAsync(0);
        await stack.StartSiloAsync(0, cancellation);
        var measure = new LoadMeasurement(options.Duration / 2, stack.Database.Postmaster);
        Uri[] api = [stack.Settings.ApiUrl(0)];
        var webhooks = new WebhookRequests(active.Rooms, stack.LiveKit);
        var usage = active.Usage();
        Console.WriteLine($"warming up a silo of {what} …");
        using var load = new LoadGenerator(api, options.Connections);
        await load.RunOpenAsync(webhooks, rate, WarmUp, cancellation);
        await load.RunOpenAsync(usage, rate, WarmUp / 3, cancellation);

        List<double> webhookP99 = [], usageP99 = [];
        for (var round = 0; round < Rounds; round++)
        {
            webhookP99.Add(report.Add(await measure.OpenAsync(
                $"webhooks, {what}", api, stack.SiloPids, options.Connections, webhooks, rate, cancellation)).Result.Milliseconds(99));
            usageP99.Add(report.Add(await measure.OpenAsync(
                $"GET /v1/usage, {what}", api, stack.SiloPids, options.Connections, usage, rate, cancellation)).Result.Milliseconds(99));
        }

        await WebhookBench.CompareWithLedgerAsync(stack, [webhooks], report, cancellation);
        var resident = await ProcessMemory.ResidentAfterCollectionAsync(stack.Silo(0).Pid, cancellation);
        return new Figures(resident, Rounded.Of(webhookP99), Rounded.Of(usageP99));
    }

    private sealed record Figures(long Resident, Rounded Webhooks, Rounded Usage);

    /// <summary>A figure that was measured several times.</summary>
    /// <param name="Median">Its middle value.</param>
    /// <param name="Spread">From its least to its most, as a share of the middle.</param>
    private sealed record Rounded(double Median, double Spread)
    {
        public static Rounded Of(IEnumerable<double> values)
        {
            var ascending = values.Order().ToList();
            var median = ascending[ascending.Count / 2];
            return new Rounded(median, (ascending[^1] - ascending[0]) / median);
        }
    }
}
