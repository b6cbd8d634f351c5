using RelayKit.Bench.Load;
using RelayKit.Bench.Machine;

namespace RelayKit.Bench.Measuring;

/// <summary>Measures loads one after the other: warms up until the rate is stable, then measures rate, latency and costs.</summary>
/// <param name="duration">How long each load is measured.</param>
/// <param name="postmaster">PostgreSQL's first process, or null when it runs elsewhere.</param>
internal sealed class LoadMeasurement(TimeSpan duration, int? postmaster)
{
    private const double StableWithin = 0.05;
    private const int MinWarmUps = 2;
    private const int MaxWarmUps = 10;
    private const double PreparedAhead = 1.3;
    private const int MaxFirstWarmUps = 18;
    private const int NoFaster = 6;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstWarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OpenWarmUp = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Warms a fresh process up, once, until it gets no faster: on cores that are full the just-in-time compiler takes its time,
    /// and what is measured meanwhile is a process that its users meet for the first minute of its life.
    /// </summary>
    public static async Task WarmUpAsync(string what, IReadOnlyList<Uri> addresses, int connections, RequestSource requests, CancellationToken cancellation)
    {
        Console.WriteLine($"warming up {what} …");
        using var load = new LoadGenerator(addresses, connections);
        var best = 0.0;
        for (var (i, slower) = (0, 0); i < MaxFirstWarmUps && slower < NoFaster; i++)
        {
            var rate = (await load.RunClosedAsync(requests, FirstWarmUp, cancellation)).PerSecond;
            slower = rate < best * (1 + StableWithin) ? slower + 1 : 0;
            best = Math.Max(best, rate);
        }
    }

    /// <summary>The maximum that connections can get, each sending again when it has its answer.</summary>
    public async Task<Row> ClosedAsync(
        string name, IReadOnlyList<Uri> addresses, IReadOnlyList<int> servers, int connections, RequestSource requests, CancellationToken cancellation)
    {
        Console.WriteLine($"{name} …");
        using var load = new LoadGenerator(addresses, connections);
        var rate = 0.0;
        for (var i = 0; i < MaxWarmUps; i++)
        {
            var warm = await load.RunClosedAsync(requests, WarmUp, cancellation);
            var stable = i + 1 >= MinWarmUps && Math.Abs(warm.PerSecond - rate) < warm.PerSecond * StableWithin;
            rate = warm.PerSecond;
            if (stable)
            {
                break;
            }
        }

        requests.Prepare(connections, (int)(rate * duration.TotalSeconds * PreparedAhead / connections));
        return await MeasureAsync(name, servers, () => load.RunClosedAsync(requests, duration, cancellation), cancellation);
    }

    /// <summary>Latency at a constant rate, counted from the instant at which each request was due.</summary>
    public async Task<Row> OpenAsync(
        string name, IReadOnlyList<Uri> addresses, IReadOnlyList<int> servers, int connections, RequestSource requests, double perSecond,
        CancellationToken cancellation)
    {
        Console.WriteLine($"{name} …");
        using var load = new LoadGenerator(addresses, connections);
        requests.Prepare(connections, (int)(perSecond * (duration + OpenWarmUp).TotalSeconds * PreparedAhead / connections));
        await load.RunOpenAsync(requests, perSecond, OpenWarmUp, cancellation);
        return await MeasureAsync(name, servers, () => load.RunOpenAsync(requests, perSecond, duration, cancellation), cancellation);
    }

    private async Task<Row> MeasureAsync(string name, IReadOnlyList<int> servers, Func<Task<LoadResult>> run, CancellationToken cancellation)
    {
        // What was prepared is to stay where it is: moved meanwhile, it would make the load generator pause.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        var before = Read(servers);
        var result = await run();
        var after = Read(servers);
        cancellation.ThrowIfCancellationRequested();
        var perRequest = 1_000_000.0 / Math.Max(1, result.Sent);
        var known = after.Servers - before.Servers + (after.Load - before.Load) + (after.Postgres - before.Postgres);
        return new Row(name, result, new Costs(
            (after.Servers - before.Servers) * perRequest,
            (after.Load - before.Load) * perRequest,
            (after.Postgres - before.Postgres) * perRequest,
            Math.Max(0, after.Machine - before.Machine - known) / (result.Elapsed.TotalSeconds * Environment.ProcessorCount)));
    }

    private (double Servers, double Load, double Postgres, double Machine) Read(IReadOnlyList<int> servers) => (
        servers.Sum(ProcessorTime.OfProcess),
        ProcessorTime.OfProcess(Environment.ProcessId),
        postmaster is { } first ? ProcessorTime.OfFamily(first) : 0,
        ProcessorTime.OfMachine());
}
