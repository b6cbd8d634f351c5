using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using RelayKit.Bench.Measuring;
using RelayKit.Bench.Stack;
using RelayKit.Storage;
using RelayKit.Storage.Retention;

namespace RelayKit.Bench.Retention;

/// <summary>
/// What dropping a month costs those who write meanwhile: a partition of participant sessions is filled, and taken away by the product's own code while
/// several writers add one row after the other to the same table.
/// </summary>
internal sealed class RetentionBench : IBench
{
    private const int Writers = 4;

    private static readonly DateOnly Month = new(2020, 1, 1);
    private static readonly PartitionSpan Partition = new("participant_sessions_y2020m01", Month, Month.AddMonths(1));
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(3);

    /// <summary>
    /// $1 the month's first millisecond, $2 how many. Written into the partition itself, past the trigger that rolls usage up: what is dropped is rows, whatever
    /// came of them.
    /// </summary>
    private const string Fill =
        """
        insert into participant_sessions_y2020m01 (tenant_id, session_id, livekit_sid, participant_session_id, mode, room, identity, name, class,
                                                   joined_at_ms, left_at_ms, disconnect_reason, join_event_id, leave_event_id)
        select '01900000-0000-7000-8000-000000000001', (lpad(to_hex($1 + n * 200), 12, '0') || '70008' || lpad(to_hex(n), 15, '0'))::uuid, 'PA_' || n,
               (lpad(to_hex($1 + n * 200), 12, '0') || '70009' || lpad(to_hex(n), 15, '0'))::uuid, 'l', 'room-' || n % 500, 'person-' || n, 'Person ' || n, 0,
               $1 + n * 200, $1 + n * 200 + 60000, 'client_initiated', 'EV_' || n, 'EV_l' || n
        from generate_series(1, $2::int) n
        """;

    public string Name => "retention";

    public string Description => "dropping a month of participant sessions while others write: its time, and the longest write";

    public async Task<BenchReport> RunAsync(BenchSettings settings, BenchOptions options, CancellationToken cancellation)
    {
        var report = new BenchReport(Name);
        var postgres = new PostgresOptions { ConnectionString = settings.Postgres };
        await new Migrator(NullLogger<Migrator>.Instance).MigrateAsync(settings.Postgres, cancellation);
        using (var partitions = new PartitionMaintenance(postgres, TimeProvider.System, NullLogger<PartitionMaintenance>.Instance))
        {
            await partitions.EnsureAsync(cancellation);
        }

        await using var database = await BenchDatabase.ConnectAsync(settings.Postgres, cancellation);
        await database.RequireSuperuserAsync(cancellation);
        await FillAsync(database, options.Sessions, cancellation);

        Console.WriteLine("dropping the month while others write …");
        await using var sources = new PostgresDataSources(postgres, NullLoggerFactory.Instance);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var writers = Enumerable.Range(0, Writers).Select(_ => new TimedWriter(sources)).ToList();
        var writing = writers.ConvertAll(writer => Task.Run(() => writer.RunAsync(over.Token), CancellationToken.None));
        await Task.Delay(Lead, TimeProvider.System, cancellation);
        var (begun, drop) = (Stopwatch.GetTimestamp(), new PartitionDrop(new PartitionOwner(postgres), TimeProvider.System, NullLogger<PartitionDrop>.Instance));
        var dropped = await drop.TryDropAsync("participant_sessions", Partition, cancellation);
        var ended = Stopwatch.GetTimestamp();
        await Task.Delay(Lead, TimeProvider.System, cancellation);
        await over.CancelAsync();
        await Task.WhenAll(writing);

        if (!dropped)
        {
            report.Fault("The partition was held all the time.");
        }

        var seconds = Stopwatch.GetElapsedTime(begun, ended).TotalSeconds;
        var writes = writers.SelectMany(static writer => writer.Writes).ToList();
        var during = writes.Where(write => write.EndedAt >= begun && write.BeganAt <= ended).Select(static write => write.Milliseconds).ToList();
        var before = writes.Where(write => write.EndedAt < begun).Select(static write => write.Milliseconds).ToList();
        report.Note(FormattableString.Invariant(
            $"{options.Sessions} rows dropped in {seconds:0.000} s; of {during.Count} writes meanwhile the longest took {during.DefaultIfEmpty().Max():0.0} ms, of {before.Count} in the {Lead.TotalSeconds:0} s before {before.DefaultIfEmpty().Max():0.0} ms."));
        report.Musts.Add(Must.Most(FormattableString.Invariant($"dropping a month of {options.Sessions} participant sessions, s"), seconds, 1));
        report.Musts.Add(Must.Most("longest write meanwhile, ms", during.Count == 0 ? null : during.Max(), 100, 50));
        report.Figures["rows"] = options.Sessions;
        report.Figures["drop_s"] = seconds;
        report.Figures["longest_write_ms"] = during.DefaultIfEmpty().Max();
        report.Figures["longest_write_before_ms"] = before.DefaultIfEmpty().Max();
        return report;
    }

    private static async Task FillAsync(BenchDatabase database, int rows, CancellationToken cancellation)
    {
        Console.WriteLine(FormattableString.Invariant($"writing {rows} participant sessions into a month …"));
        await database.ExecuteAsync(
            "do $body$ begin set local role relaykit_owner; perform ensure_partitions('participant_sessions', 'uuid', '2020-01-01', '2020-01-01'); end $body$",
            cancellation);
        await database.ExecuteAsync("truncate participant_sessions_y2020m01", cancellation);
        await database.ExecuteAsync(Fill, [new DateTimeOffset(Month, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds(), rows], cancellation);
        await database.SettleAsync(cancellation);
    }
}
