using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using RelayKit.Bench.Measuring;
using RelayKit.Bench.Stack;
using RelayKit.Outbox;
using RelayKit.Storage;
using RelayKit.Storage.Outbox;
using RelayKit.Tenants;

namespace RelayKit.Bench.Outbox;

/// <summary>
/// How many messages the outbox moves, and how soon: written by transactions, taken by three dispatchers as by three silos, settled. The receiver is there
/// at once, so the figure is what the outbox itself takes of the machine, with PostgreSQL on it.
/// </summary>
internal sealed class OutboxBench : IBench
{
    private const int Dispatchers = 3;
    private const int Destinations = 500;
    private const int Waiting = 100_000;
    private const int WriteSize = 100;
    private const int PerSecond = 1_000;
    private const double Refused = 0.3;

    public string Name => "outbox";

    public string Description => "how many messages a second the outbox moves, and how soon it first tries them";

    public async Task<BenchReport> RunAsync(BenchSettings settings, BenchOptions options, CancellationToken cancellation)
    {
        var report = new BenchReport(Name);
        await using var stack = await BenchStack.StartAsync(settings, cancellation);
        await using var sources = new PostgresDataSources(new PostgresOptions { ConnectionString = settings.Postgres }, NullLoggerFactory.Instance);
        await MeasureBacklogAsync(sources, report, cancellation);
        await MeasureFlowAsync(sources, options.Duration, report, cancellation);
        return report;
    }

    /// <summary>All of it waits already.</summary>
    private static async Task MeasureBacklogAsync(PostgresDataSources sources, BenchReport report, CancellationToken cancellation)
    {
        Console.WriteLine($"{Waiting} messages that wait …");
        var kind = $"bench-{Guid.NewGuid():n}";
        var outbox = new PostgresOutbox(sources);
        var clock = Stopwatch.StartNew();
        for (var written = 0; written < Waiting; written += WriteSize)
        {
            await outbox.AddAsync(Messages(kind, WriteSize), cancellation);
        }

        var writing = clock.Elapsed;
        var sender = new CountingSender(kind, Waiting, static _ => false);
        clock.Restart();
        await RunAsync(sources, sender, () => sender.All.WaitAsync(cancellation), cancellation);
        var perSecond = Waiting / clock.Elapsed.TotalSeconds;
        report.Note(FormattableString.Invariant(
            $"{Waiting} messages to {Destinations} destinations: written by {WriteSize} in {writing.TotalSeconds:0.0} s, taken, sent and settled by {Dispatchers} dispatchers in {clock.Elapsed.TotalSeconds:0.0} s."));
        report.Musts.Add(Must.Least("messages taken, sent and settled per second", perSecond, 5_000));
        report.Figures["messages_per_second"] = perSecond;
    }

    /// <summary>They come all the time, and a third of the tries is refused.</summary>
    private static async Task MeasureFlowAsync(PostgresDataSources sources, TimeSpan duration, BenchReport report, CancellationToken cancellation)
    {
        var total = (int)(duration.TotalSeconds * PerSecond);
        Console.WriteLine($"{PerSecond} messages a second, 30 % of the tries refused …");
        var kind = $"bench-{Guid.NewGuid():n}";
        var outbox = new PostgresOutbox(sources);
        var sender = new CountingSender(kind, total, static _ => Random.Shared.NextDouble() < Refused);
        await RunAsync(
            sources,
            sender,
            async () =>
            {
                const int BeatsPerSecond = 100;
                using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1) / BeatsPerSecond);
                for (var written = 0; written < total; written += PerSecond / BeatsPerSecond)
                {
                    await beat.WaitForNextTickAsync(cancellation);
                    await outbox.AddAsync(Messages(kind, PerSecond / BeatsPerSecond), cancellation);
                }

                await sender.All.WaitAsync(cancellation);
            },
            cancellation);
        var sorted = sender.FirstTries.Select(static wait => wait.TotalMilliseconds).Order().ToList();
        double At(double share) => sorted[(int)Math.Min(sorted.Count - 1, Math.Ceiling(share * sorted.Count) - 1)];
        report.Note(FormattableString.Invariant(
            $"{total} messages at {PerSecond} a second, 30 % of the tries refused: {sender.Arrived} arrived; first tried after {At(0.5):0} ms (p50), {At(0.99):0} ms (p99), {sorted[^1]:0} ms (longest)."));
        report.Musts.Add(Must.Most("first try after the writing, p99, ms", At(0.99), 1_000));
        report.Figures["first_try_p99_ms"] = At(0.99);
    }

    private static async Task RunAsync(PostgresDataSources sources, CountingSender sender, Func<Task> until, CancellationToken cancellation)
    {
        using var instruments = new OutboxInstruments();
        var dispatchers = new List<OutboxDispatcher>();
        for (var number = 0; number < Dispatchers; number++)
        {
            dispatchers.Add(new OutboxDispatcher(sources, sender, instruments, TimeProvider.System, NullLogger<OutboxDispatcher>.Instance));
            await dispatchers[^1].StartAsync(cancellation);
        }

        try
        {
            await until();
        }
        finally
        {
            foreach (var dispatcher in dispatchers)
            {
                await dispatcher.StopAsync(CancellationToken.None);
                dispatcher.Dispose();
            }
        }
    }

    private static OutboxMessage[] Messages(string kind, int count) =>
    [
        .. Enumerable.Range(0, count).Select(_ => new OutboxMessage
        {
            Id = Guid.NewGuid(),
            Kind = kind,
            Destination = $"d{Random.Shared.Next(Destinations)}",
            Tenant = TenantId.New(TimeProvider.System),
            Subject = Guid.NewGuid(),
            CreatedAt = TimeProvider.System.GetUtcNow(),
        }),
    ];
}
