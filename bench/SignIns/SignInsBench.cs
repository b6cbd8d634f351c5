using RelayKit.Bench.Load;
using RelayKit.Bench.Measuring;
using RelayKit.Bench.Stack;

namespace RelayKit.Bench.SignIns;

/// <summary>
/// Whether a flood of sign-ins harms others: the p99 of minting tokens, alone and beside more sign-ins than can be worked on. Nothing is
/// limited by address here, so that every sign-in costs a password's hash or is turned away for want of a place in the queue.
/// </summary>
internal sealed class SignInsBench : IBench
{
    private const int Api = 1;
    private const int Connections = 16;
    private const int FloodConnections = 64;
    private const int Rounds = 5;
    private const double MintsPerSecond = 200;

    public string Name => "signins";

    public string Description => "the p99 of minting tokens beside a flood of sign-ins";

    public async Task<BenchReport> RunAsync(BenchSettings settings, BenchOptions options, CancellationToken cancellation)
    {
        var report = new BenchReport(Name);
        await using var stack = await BenchStack.StartAsync(settings, cancellation);
        await stack.StartApiAsync(Api, limited: false, cancellation);
        var key = await stack.CreateTenantAsync("Minting", cancellation);
        await stack.CreateRoomAsync(key, "room", cancellation);
        var api = settings.ApiUrl(Api);
        var measure = new LoadMeasurement(options.Duration, stack.Database.Postmaster);
        await LoadMeasurement.WarmUpAsync("the API", [api], Connections, Mints(key), cancellation);

        async Task<Row> MeasureAsync(string what) => report.Add(await measure.OpenAsync(
            what, [api], [stack.Api(Api).Pid], Connections, Mints(key), MintsPerSecond, cancellation));

        List<double> ratios = [];
        for (var i = 0; i < Rounds; i++)
        {
            var alone = await MeasureAsync("mints alone");
            using var load = new LoadGenerator([api], FloodConnections);

            // For longer than the other load is measured and warmed up before.
            var flood = load.RunClosedAsync(SignIns(), options.Duration + TimeSpan.FromSeconds(4), cancellation);
            var beside = await MeasureAsync("beside a flood of sign-ins");
            await flood;
            ratios.Add(beside.Result.Milliseconds(99) / alone.Result.Milliseconds(99));
        }

        report.Note(FormattableString.Invariant(
            $"{MintsPerSecond:0} mints a second, beside {FloodConnections} connections that sign in without pause to an address that nobody has."));
        report.Musts.Add(Must.Most("p99 of mints beside a flood of sign-ins, of p99 alone", Median.Of(ratios), 2));
        report.Figures["mint_p99_ratio"] = Median.Of(ratios);
        return report;
    }

    private static RepeatedRequests Mints(string key) =>
        new([RepeatedRequests.Request("POST", "/v1/rooms/room/tokens", key, """{"identity":"ada"}""")]);

    private static RepeatedRequests SignIns() =>
        new([RepeatedRequests.Request("POST", "/v1/auth/signin", json: """{"email":"nobody@example.com","password":"seven brass kettles"}""")]);
}
