using RelayKit.Bench.Load;
using RelayKit.Bench.Measuring;
using RelayKit.Bench.Stack;
using RelayKit.Bench.Webhooks;

namespace RelayKit.Bench.Api;

/// <summary>What a tenant's backend calls most, against a bare endpoint of the same web server in the same run.</summary>
internal sealed class ApiBench : IBench
{
    private const int Connections = 64;
    private const int Rooms = 200;

    public string Name => "api";

    public string Description => "token mints, live usage and rooms per second against a bare endpoint";

    public async Task<BenchReport> RunAsync(BenchSettings settings, BenchOptions options, CancellationToken cancellation)
    {
        var report = new BenchReport(Name);
        await using var stack = await BenchStack.StartAsync(settings, cancellation);
        var measure = new LoadMeasurement(options.Duration, stack.Database.Postmaster);
        var key = await stack.CreateTenantAsync("Bench", cancellation);
        List<string> names = [];
        for (var room = 0; room < Rooms; room++)
        {
            names.Add(await stack.CreateRoomAsync(key, $"room-{room}", cancellation));
        }

        // Somebody is in every room, so that what is read is live.
        var joins = new WebhookRequests(names, stack.LiveKit);
        await LoadMeasurement.WarmUpAsync("the silo", [settings.ApiUrl(0)], Connections, joins, cancellation);

        Task<Row> HelloAsync(string what) =>
            measure.ClosedAsync(what, [settings.BaselineUrl], [stack.Baseline.Pid], Connections, new RepeatedRequests([RepeatedRequests.Request("GET", "/hello")]), cancellation);

        Task<Row> CallAsync(string what, Func<int, ReadOnlyMemory<byte>> request) => measure.ClosedAsync(
            what, [settings.ApiUrl(0)], stack.SiloPids, Connections,
            new RepeatedRequests([.. Enumerable.Range(0, Rooms).Select(request)]), cancellation);

        var hello = report.Add(await HelloAsync("hello"));
        var room1 = report.Add(await CallAsync("GET /v1/rooms/{room}", room => RepeatedRequests.Request("GET", $"/v1/rooms/room-{room}", key)));
        var usage = report.Add(await CallAsync("GET /v1/usage", _ => RepeatedRequests.Request("GET", "/v1/usage", key)));
        var mint = report.Add(await CallAsync(
            "POST /v1/rooms/{room}/tokens",
            room => RepeatedRequests.Request("POST", $"/v1/rooms/room-{room}/tokens", key, $$"""{"identity":"person-{{room}}","name":"Person {{room}}"}""")));
        var again = report.Add(await HelloAsync("hello, again"));
        report.CompareRepeated(hello, again);

        var ceiling = (hello.PerSecond + again.PerSecond) / 2;
        report.Musts.Add(Must.Least("token mints, of hello", mint.PerSecond / ceiling, 0.35, 0.6));
        report.Musts.Add(Must.Least("GET /v1/usage, of hello", usage.PerSecond / ceiling, 0.4, 0.65));
        report.Musts.Add(Must.Least("GET /v1/rooms/{room}, of hello", room1.PerSecond / ceiling, 0.4, 0.65));
        report.Figures["hello_per_s"] = ceiling;
        report.Figures["mint_per_s"] = mint.PerSecond;
        report.Figures["usage_per_s"] = usage.PerSecond;
        report.Figures["room_per_s"] = room1.PerSecond;
        return report;
    }
}
