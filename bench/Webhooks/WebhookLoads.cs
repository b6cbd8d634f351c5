using RelayKit.Bench.Measuring;
using RelayKit.Bench.Stack;

namespace RelayKit.Bench.Webhooks;

/// <summary>The loads of the webhook bench, each a row of its report, and what they sent.</summary>
internal sealed class WebhookLoads(
    BenchReport report, BenchStack stack, BenchOptions options, IReadOnlyList<string> rooms, CancellationToken cancellation)
{
    private const string Endpoint = "/webhooks/livekit";

    private readonly LoadMeasurement _measure = new(options.Duration, stack.Database.Postmaster);
    private readonly List<WebhookRequests> _durable = [];

    /// <summary>Everything that was sent to be durable.</summary>
    public IReadOnlyList<WebhookRequests> Durable => _durable;

    private Uri Api => stack.Settings.ApiUrl(0);

    public async Task WarmUpAsync()
    {
        await LoadMeasurement.WarmUpAsync("the baselines", [stack.Settings.BaselineUrl], options.Connections, Requests(rooms, "/verify"), cancellation);
        await LoadMeasurement.WarmUpAsync("the silo", [Api], options.Connections, ToBeDurable(rooms), cancellation);
        await stack.Database.SettleAsync(cancellation);
    }

    /// <summary>A design that RelayKit does not have, or none at all.</summary>
    public async Task<Row> BaselineAsync(string what, string path) => report.Add(await _measure.ClosedAsync(
        $"{what}, {options.Connections} connections", [stack.Settings.BaselineUrl], [stack.Baseline.Pid], options.Connections, Requests(rooms, path), cancellation));

    public Task<Row> DurableAsync(string what) => DurableAsync($"{what}, {options.Connections} connections", options.Connections, rooms);

    public async Task<Row> DurableAsync(string what, int connections, IReadOnlyList<string> about) =>
        report.Add(await _measure.ClosedAsync(what, [Api], stack.SiloPids, connections, ToBeDurable(about), cancellation));

    /// <summary>Latency at half of a rate.</summary>
    public async Task<Row> HalfAsync(double most) => report.Add(await _measure.OpenAsync(
        "durable, open loop at half", [Api], stack.SiloPids, options.Connections, ToBeDurable(rooms), most / 2, cancellation));

    private WebhookRequests Requests(IReadOnlyList<string> about, string path) => new(about, stack.LiveKit, path);

    private WebhookRequests ToBeDurable(IReadOnlyList<string> about)
    {
        _durable.Add(Requests(about, Endpoint));
        return _durable[^1];
    }
}
