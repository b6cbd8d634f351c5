using RelayKit.Bench.Load;
using RelayKit.Bench.Measuring;
using RelayKit.Bench.Stack;

namespace RelayKit.Bench.SignIns;

/// <summary>
/// Whether a flood of sign-ins harms others: the p99 of minting tokens, alone and beside hundreds of times as many sign-ins as can be worked on. Nothing is
/// limited by address here, so that every sign-in costs a password's hash or is turned away for want of a place in the queue. They come at a rate of their own: from
/// whoever sends again at once when he is turned away comes a flood of requests, whatever they ask for, and what that costs others is not the sign-ins' doing.
/// </summary>
internal sealed class SignInsBench : IBench
{
    private const int Api = 1;
    private const int Connections = 16;
    private const int FloodConnections = 256;
    private const double SignInsPerSecond = 1_000;
    private const int Rounds = 9;
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

        List<LoadResult> alone = [], beside = [];
        for (var i = 0; i < Rounds; i++)
        {
            alone.Add((await MeasureAsync("mints alone")).Result);
            using var load = new LoadGenerator([api], FloodConnections);

            // For longer than the other load is measured and warmed up before.
            var flood = load.RunOpenAsync(SignIns(), SignInsPerSecond, options.Duration + TimeSpan.FromSeconds(4), cancellation);
            beside.Add((await MeasureAsync("beside a flood of sign-ins")).Result);
            await flood;
        }

        // By the middle of the rounds: what else the machine does in one of them moves its p99 by more than what is looked for.
        var ratio = Median.Of(alone.Zip(beside, static (quiet, flooded) => flooded.Milliseconds(99) / quiet.Milliseconds(99)));
        report.Note(FormattableString.Invariant(
            $"{MintsPerSecond:0} mints a second, beside {SignInsPerSecond:0} sign-ins a second to an address that nobody has: of {Rounds} rounds together p50 {LoadResult.Milliseconds(alone, 50):0.0} ms alone and {LoadResult.Milliseconds(beside, 50):0.0} beside them, p99 {LoadResult.Milliseconds(alone, 99):0.0} and {LoadResult.Milliseconds(beside, 99):0.0}."));
        report.Musts.Add(Must.Most("p99 of mints beside a flood of sign-ins, of p99 alone", ratio, 2));
        report.Figures["mint_p99_ratio"] = ratio;
        return report;
    }

    private static RepeatedRequests Mints(string key) =>
        new([RepeatedRequests.Request("POST", "/v1/rooms/room/tokens", key, """{"identity":"ada"}""")]);

    private static RepeatedRequests SignIns() =>
        new([RepeatedRequests.Request("POST", "/v1/auth/signin", json: """{"email":"nobody@example.com","password":"seven brass kettles"}""")]);
}
