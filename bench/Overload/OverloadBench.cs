using System.Diagnostics;
using RelayKit.Bench.Machine;
using RelayKit.Bench.Measuring;
using RelayKit.Bench.Stack;
using RelayKit.Bench.Webhooks;

namespace RelayKit.Bench.Overload;

/// <summary>
/// Twice the webhooks that a silo can take, from as many senders as a large LiveKit cluster has rooms, for a while: what is let in
/// is answered in time and kept, the rest is refused at once, memory stays where it is, and afterwards all is as before.
/// </summary>
internal sealed class OverloadBench : IBench
{
    /// <summary>More than may wait in the ledger and be under way in the API, so that both bounds are met.</summary>
    private const int Senders = 12_000;

    private const int PreparedForEach = 30;
    private const int SecondsBefore = 6;
    private const int SecondsAfterwards = 15;
    private const double NormalP99Milliseconds = 25;

    /// <summary>A second's p99 is this much above the median of a few by chance.</summary>
    private const double NormalSpread = 1.5;
    private const double TooMuch = 2;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    public string Name => "overload";

    public string Description => "twice the webhooks that a silo can take, for a minute, and how soon it is as before";

    public async Task<BenchReport> RunAsync(BenchSettings settings, BenchOptions options, CancellationToken cancellation)
    {
        var report = new BenchReport(Name);
        await using var stack = await BenchStack.StartAsync(settings, cancellation);
        var measure = new LoadMeasurement(options.Duration, stack.Database.Postmaster);
        var rooms = await WebhookBench.CreateRoomsAsync(stack, cancellation);
        var sent = Enumerable.Range(0, 4).Select(_ => new WebhookRequests(rooms, stack.LiveKit)).ToList();
        var api = settings.ApiUrl(0);
        await LoadMeasurement.WarmUpAsync("the silo", [api], options.Connections, sent[0], cancellation);
        await stack.Database.SettleAsync(cancellation);
        var most = report.Add(await measure.ClosedAsync("durable webhooks, the most", [api], stack.SiloPids, options.Connections, sent[1], cancellation));

        var offered = most.PerSecond * TooMuch;
        Console.WriteLine(FormattableString.Invariant($"{offered:0} webhooks/s from {Senders} senders for {options.Overload.TotalSeconds:0} s …"));
        sent[2].Prepare(Senders, PreparedForEach);
        var senders = new WebhookSenders(api, Senders, sent[2]);
        sent[3].Prepare(options.Connections, (int)(most.PerSecond / 2 * (SecondsBefore + SecondsAfterwards) / options.Connections) + 1);
        using var half = new SteadyLoad(api, options.Connections, sent[3]);
        List<double> before = [];
        for (var second = 0; second < SecondsBefore; second++)
        {
            before.Add(await half.SecondAsync(most.PerSecond / 2, cancellation));
        }

        // The first second connects; the rest say what is normal here and now.
        var normal = Math.Max(NormalP99Milliseconds, NormalSpread * Median.Of(before.Skip(1)));
        var overload = senders.RunAsync(offered, options.Overload, cancellation);
        await Task.WhenAny(senders.Started, overload);
        var clock = Stopwatch.StartNew();
        var peak = await PeakResidentAsync(stack.Silo(0).Pid, clock, options.Overload, cancellation);
        var acknowledged = senders.Acknowledged / clock.Elapsed.TotalSeconds;

        Console.WriteLine("half of what it can take …");
        List<(TimeSpan At, double P99)> after = [];
        clock.Restart();
        var comingAgain = overload.ContinueWith(_ => clock.Elapsed, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (clock.Elapsed.TotalSeconds < SecondsAfterwards)
        {
            var p99 = await half.SecondAsync(most.PerSecond / 2, cancellation);
            after.Add((clock.Elapsed, p99));
        }

        await overload;
        var repeating = await comingAgain;
        await WebhookBench.CompareWithLedgerAsync(stack, sent, report, cancellation);

        // Overload ends when the events that it refused have come again, and not with the minute in which they were new.
        var normalAt = BackAt(after, normal) is { } back ? Math.Max(0, (back - repeating).TotalSeconds) : (double?)null;
        report.Note(FormattableString.Invariant(
            $"Offered {offered:0}/s for {options.Overload.TotalSeconds:0} s: {acknowledged:0}/s acknowledged meanwhile, {senders.Refused} answers of 503, {senders.Unanswered} attempts without an answer, {senders.GivenUp} events given up after five attempts, {senders.Dropped} dropped by their senders unsent. The slowest answer took {senders.Answers.GetValueAtPercentile(100) / 1000.0:0.0} s. Refused events went on coming again for {repeating.TotalSeconds:0.0} s afterwards."));
        report.Note($"p99 in each second at half of the most, ms: before {string.Join(" ", before.Skip(1).Select(p99 => FormattableString.Invariant($"{p99:0}")))}, afterwards {string.Join(" ", after.Select(second => FormattableString.Invariant($"{second.P99:0}")))}.");
        var withinSeconds = senders.Answers.GetValueAtPercentile(99.9) / 1000.0;
        report.Musts.Add(Must.Most("overload: 99.9 % of the answers within, s", withinSeconds, 2));
        report.Musts.Add(Must.Least("overload: acknowledged, of the most without overload", acknowledged / most.PerSecond, 0.5, 0.8));
        report.Musts.Add(Must.Most("overload: memory of the silo at most, MiB", peak / 1048576.0, 1024));
        report.Musts.Add(Must.Most(FormattableString.Invariant($"overload: p99 back at {normal:0} ms or less after the last refused event, s"), normalAt, 5));
        report.Figures["offered_per_s"] = offered;
        report.Figures["acknowledged_per_s"] = acknowledged;
        report.Figures["refused"] = senders.Refused;
        report.Figures["unanswered"] = senders.Unanswered;
        report.Figures["p999_answer_s"] = withinSeconds;
        report.Figures["peak_resident_mib"] = peak / 1048576.0;
        report.Figures["p99_back_s"] = normalAt;
        return report;
    }

    /// <summary>
    /// When p99 was normal again: the end of the first second that, with the one after it, was no worse than normal. Null when none was.
    /// One bad second later on does not count: with the worst of a few seconds for a measure, some are worse by chance.
    /// </summary>
    internal static TimeSpan? BackAt(IReadOnlyList<(TimeSpan At, double P99)> seconds, double normal)
    {
        for (var i = 0; i + 1 < seconds.Count; i++)
        {
            if (seconds[i].P99 <= normal && seconds[i + 1].P99 <= normal)
            {
                return seconds[i].At;
            }
        }

        return null;
    }

    private static async Task<long> PeakResidentAsync(int pid, Stopwatch clock, TimeSpan until, CancellationToken cancellation)
    {
        var peak = 0L;
        while (clock.Elapsed < until)
        {
            peak = Math.Max(peak, ProcessMemory.Resident(pid));
            await Task.Delay(LookEvery, cancellation);
        }

        return peak;
    }
}
