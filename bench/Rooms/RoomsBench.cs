using System.Diagnostics;
using RelayKit.Bench.Machine;
using RelayKit.Bench.Measuring;
using RelayKit.Bench.Stack;

namespace RelayKit.Bench.Rooms;

/// <summary>What a live room takes of a silo's memory, and how soon all of them answer after the only silo was killed.</summary>
internal sealed class RoomsBench : IBench
{
    private const int WarmUpRooms = 2_000;
    private const int WarmUpRounds = 10;
    private const int Connections = 64;
    private const string Tenant = "Bench of live rooms";

    public string Name => "rooms";

    public string Description => "memory of a live room with 20 participants, and the time until all rooms answer after SIGKILL of the only silo";

    public async Task<BenchReport> RunAsync(BenchSettings settings, BenchOptions options, CancellationToken cancellation)
    {
        var report = new BenchReport(Name);
        await using var stack = await BenchStack.StartAsync(settings, cancellation);
        await stack.Database.RequireSuperuserAsync(cancellation);
        var key = await stack.CreateTenantAsync(Tenant, cancellation);
        var tenant = await stack.Database.FindTenantAsync(Tenant, cancellation);
        var warmUp = new LiveRooms(key, "warm-up", WarmUpRooms);
        var rooms = new LiveRooms(key, "room", options.LiveRooms);
        Console.WriteLine(FormattableString.Invariant($"writing {rooms.Count} live rooms of {LiveRooms.ParticipantsInEach} participants …"));
        await warmUp.CreateAsync(stack.Database, tenant, cancellation);
        await rooms.CreateAsync(stack.Database, tenant, cancellation);

        // Everything that a silo has beside its rooms is there before the first of them is counted: code, pools, caches.
        Console.WriteLine("warming up the silo …");
        for (var i = 0; i < WarmUpRounds; i++)
        {
            await warmUp.AnswerAllAsync(settings.ApiUrl(0), Connections, cancellation);
        }

        var before = await ProcessMemory.ResidentAfterCollectionAsync(stack.Silo(0).Pid, cancellation);
        Console.WriteLine("waking all rooms …");
        var clock = Stopwatch.StartNew();
        var (silo, postgres) = Processors(stack);
        await AnswerAllAsync(rooms, stack, report, cancellation);
        var woken = rooms.Count / clock.Elapsed.TotalSeconds;
        var (siloAfter, postgresAfter) = Processors(stack);
        var peak = ProcessMemory.Resident(stack.Silo(0).Pid);
        var after = await ProcessMemory.ResidentAfterCollectionAsync(stack.Silo(0).Pid, cancellation);
        var each = (double)(after - before) / rooms.Count;

        Console.WriteLine("killing the silo …");
        clock.Restart();
        await stack.KillSiloAsync(0);
        var answered = AnswerAllAsync(rooms, stack, report, cancellation);
        await stack.StartSiloAsync(0, cancellation);
        var ready = clock.Elapsed.TotalSeconds;
        await answered;
        var back = clock.Elapsed.TotalSeconds;

        report.Note(FormattableString.Invariant(
            $"{rooms.Count} rooms: silo of {before / 1048576.0:0} MiB before, {peak / 1048576.0:0} MiB when all were awake, {after / 1048576.0:0} MiB after collections; woken at {woken:0} rooms/s, {1e6 * (siloAfter - silo) / rooms.Count:0} µs of the silo and {1e6 * (postgresAfter - postgres) / rooms.Count:0} µs of PostgreSQL each."));
        report.Note(FormattableString.Invariant($"After SIGKILL the new silo was ready at {ready:0.0} s, and the last room had answered at {back:0.0} s."));
        report.Musts.Add(Must.Most($"bytes of a live room with {LiveRooms.ParticipantsInEach} participants", each, 9_000, 6_000));
        report.Musts.Add(Must.Most(FormattableString.Invariant($"{rooms.Count} rooms answer after SIGKILL of the only silo, s"), back, 30, 10));
        report.Figures["bytes_per_room"] = each;
        report.Figures["back_after_kill_s"] = back;
        report.Figures["ready_after_kill_s"] = ready;
        report.Figures["woken_per_s"] = woken;
        return report;
    }

    private static (double Silo, double Postgres) Processors(BenchStack stack) => (
        ProcessorTime.OfProcess(stack.Silo(0).Pid), stack.Database.Postmaster is { } first ? ProcessorTime.OfFamily(first) : 0);

    private static async Task AnswerAllAsync(LiveRooms rooms, BenchStack stack, BenchReport report, CancellationToken cancellation)
    {
        if (await rooms.AnswerAllAsync(stack.Settings.ApiUrl(0), Connections, cancellation) is > 0 and var wrong)
        {
            report.Fault(FormattableString.Invariant($"{wrong} rooms answered without all of their participants."));
        }
    }
}
