using RelayKit.Bench.Machine;
using RelayKit.Bench.Measuring;
using RelayKit.Bench.Stack;

namespace RelayKit.Bench.Webhooks;

/// <summary>The loads of the webhook bench, each a row of its report, and what they sent.</summary>
internal sealed class WebhookLoads(
    BenchReport report, BenchStack stack, BenchOptions options, IReadOnlyList<string> rooms, CancellationToken cancellation)
{
    public const int SlowFlushMilliseconds = 3;
    public const int FewConnections = 64;

    private const int RawRows = 100;

    private readonly LoadMeasurement _measure = new(options.Duration, stack.Database.Postmaster);
    private readonly List<WebhookRequests> _durable = [];

    /// <summary>Everything that was sent to be durable.</summary>
    public IReadOnlyList<WebhookRequests> Durable => _durable;

    /// <summary>Bytes of memory that the silo holds.</summary>
    public long SiloResident => ProcessMemory.Resident(stack.SiloPids[0]);

    private Uri Api => stack.Settings.ApiUrl(0);

    public async Task WarmUpAsync()
    {
        await LoadMeasurement.WarmUpAsync("the baselines", [stack.Settings.BaselineUrl], options.Connections, new WebhookRequests(rooms, stack.LiveKit, "/verify"), cancellation);
        await LoadMeasurement.WarmUpAsync("the silo", [Api], options.Connections, ToBeDurable(rooms), cancellation);
        await stack.Database.SettleAsync(cancellation);
    }

    /// <summary>A design that RelayKit does not have, or none at all.</summary>
    public async Task<Row> BaselineAsync(string what, string path) => report.Add(await _measure.ClosedAsync(
        $"{what}, {options.Connections} connections", [stack.Settings.BaselineUrl], [stack.Baseline.Pid], options.Connections, new WebhookRequests(rooms, stack.LiveKit, path), cancellation));

    public Task<Row> DurableAsync(string what) => DurableAsync(what, options.Connections, rooms);

    /// <summary>About the first <paramref name="about"/> of the rooms.</summary>
    public Task<Row> OverFewConnectionsAsync(string what, int about) => DurableAsync(what, FewConnections, [.. rooms.Take(about)]);

    /// <summary>With every flush of the log slower, as on a network disk; null where the login may not ask for that.</summary>
    public async Task<Row?> OnSlowDiskAsync(string what)
    {
        if (!await stack.Database.SlowFlushesAsync(SlowFlushMilliseconds, cancellation))
        {
            return null;
        }

        try
        {
            return await DurableAsync(what);
        }
        finally
        {
            await stack.Database.SlowFlushesAsync(0, CancellationToken.None);
        }
    }

    /// <summary>Rows per second that PostgreSQL takes in batches, with nothing around them.</summary>
    public Task<double> RawBatchesAsync() => RawBatches.MeasureAsync(stack.Settings.Postgres, RawRows, options.Duration, cancellation);

    /// <summary>Latency at half of a rate.</summary>
    public async Task<Row> HalfAsync(double most) => report.Add(await _measure.OpenAsync(
        "durable, open loop at half", [Api], stack.SiloPids, options.Connections, ToBeDurable(rooms), most / 2, cancellation));

    private async Task<Row> DurableAsync(string what, int connections, IReadOnlyList<string> about) => report.Add(
        await _measure.ClosedAsync($"{what}, {connections} connections", [Api], stack.SiloPids, connections, ToBeDurable(about), cancellation));

    private WebhookRequests ToBeDurable(IReadOnlyList<string> about)
    {
        _durable.Add(new WebhookRequests(about, stack.LiveKit));
        return _durable[^1];
    }
}
