using Npgsql;
using RelayKit.Rooms;
using RelayKit.Storage.Ledger;
using RelayKit.UnitTests.Simulation.Laws;
using RelayKit.UnitTests.Simulation.Scheduling;

namespace RelayKit.UnitTests.Simulation.Database;

/// <summary>
/// A silo's connection to the database. Each transaction takes its time, and may fail, be refused, or succeed without a word of it: then, as
/// after a silo's death, nobody knows.
/// </summary>
internal sealed class VirtualWriter(World world, Weather weather, VirtualDatabase database, MeterTruth meters, Process silo) : ILedgerBatchWriter
{
    private const int SlowestCommitMs = 2_500;

    public Task WriteAsync(LedgerBatch rows, bool again, CancellationToken cancellation)
    {
        var outcome = new TaskCompletionSource();
        var delay = Happens(weather.CommitSlow) ? world.Chance.Next(SlowestCommitMs) : world.Chance.Next(1, 15);
        var rooms = rows.Sessions.Select(s => s.Room)
            .Concat(rows.NewParticipants.Concat(rows.KnownParticipants).Concat(rows.LookedParticipants).Select(p => p.Room))
            .Distinct().ToArray();
        var sent = world.Chance.Next(2) == 0;
        world.After(delay, () =>
        {
            if (silo.IsDead && !sent)
            {
                // It died before the last byte was on its way.
                return;
            }

            Commit(rows, again, rooms, outcome);
        });
        return outcome.Task;
    }

    private void Commit(LedgerBatch rows, bool again, RoomKey[] rooms, TaskCompletionSource outcome)
    {
        if (Happens(weather.CommitMeets))
        {
            Answer(() => outcome.SetException(new PostgresException("met", "ERROR", "ERROR", PostgresErrorCodes.DeadlockDetected)));
            return;
        }

        if (Happens(weather.CommitLost))
        {
            Answer(() => outcome.SetException(new NpgsqlException("The connection broke before the commit.")));
            return;
        }

        if (Happens(weather.RowRefused) && rows.KnownParticipants.Concat(rows.NewParticipants).FirstOrDefault().Row is { } unlucky)
        {
            database.RefuseUntil(unlucky.LiveKitSid, world.Time.GetUtcNow().AddMilliseconds(world.Chance.Next(5_000)));
        }

        if (silo.IsDead)
        {
            database.HadTwoWriters.UnionWith(rooms);
        }

        List<WrittenSession> written;
        try
        {
            written = database.Commit(rows, again);
            world.Story?.Invoke($"commit {Describe(rows)}");
        }
        catch (PostgresException refused)
        {
            world.Story?.Invoke($"refused {refused.SqlState} {Describe(rows)}");
            Answer(() => outcome.SetException(refused));
            return;
        }

        if (silo.IsDead || Happens(weather.CommitUnheard))
        {
            meters.WrittenUnheard(written);
            Answer(() => outcome.SetException(new NpgsqlException("The connection broke after the commit.")));
            return;
        }

        meters.Written(silo, written);
        Answer(() =>
        {
            meters.Heard(silo, written);
            outcome.SetResult();
        });
    }

    private static string Describe(LedgerBatch rows) => string.Join(' ', rows.Sessions
        .Select(s => $"{s.Row.LiveKitSid}[..{s.Row.EndedAtMs} {s.Row.Looks}]")
        .Concat(rows.NewParticipants.Concat(rows.KnownParticipants).Concat(rows.LookedParticipants)
            .Select(p => $"{p.Row.LiveKitSid}[{p.Row.Class} {p.Row.Connected.JoinedAtMs}..{p.Row.Connected.LeftAtMs} {p.Row.Looks}]")));

    private void Answer(Action answer) => world.After(world.Chance.Next(3), answer);

    private bool Happens(double chance) => chance > 0 && world.Chance.NextDouble() < chance;
}
