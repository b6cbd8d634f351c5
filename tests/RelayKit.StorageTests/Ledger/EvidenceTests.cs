using System.Collections.Frozen;
using CsCheck;
using Npgsql;
using RelayKit.Labels;
using RelayKit.Ledger;
using RelayKit.Rooms;
using RelayKit.Storage.Rooms;
using RelayKit.Storage.Usage;
using RelayKit.Tenants;
using RelayKit.Testing;
using RelayKit.Testing.Histories;
using RelayKit.Usage;

namespace RelayKit.StorageTests.Ledger;

/// <summary>
/// What usage says of evidence, on a real PostgreSQL, after each of a room's events and looks in any order: the roll-ups, the meter that
/// reads the ledger and the one that is told lines all say what follows from the participant sessions, each taken by itself.
/// </summary>
[Collection(PostgresGroup.Name)]
public sealed class EvidenceTests(PostgresFixture postgres)
{
    private const int RoomsInARun = 20;
    private const int People = 4;
    private const long HourMs = 3_600_000;

    /// <summary>Twenty minutes before a month ends.</summary>
    private const long Start = 1_796_083_200_000 - 1_200_000;
    private const long Later = Start + (100 * HourMs);

    private static readonly UsagePeriod[] Periods =
        [UsagePeriod.Containing(DateTimeOffset.FromUnixTimeMilliseconds(Start)), UsagePeriod.Containing(DateTimeOffset.FromUnixTimeMilliseconds(Later))];

    private static readonly FrozenSet<Label> Watched = History.LabelsOf.SelectMany(static labels => labels?.Labels ?? []).ToFrozenSet();

    private static readonly Gen<Step> Steps =
        from kind in Gen.Frequency(
            (4, Gen.Const(StepKind.Join)), (4, Gen.Const(StepKind.Leave)), (6, Gen.Const(StepKind.Look)),
            (2, Gen.Const(StepKind.Miss)), (1, Gen.Const(StepKind.Finish)), (1, Gen.Const(StepKind.Crash)))
        from who in Gen.Int[0, People - 1]
        from there in Gen.Bool.Array[People]
        from passedMs in Gen.Int[0, 1_500_000]
        select new Step(kind, who, there, passedMs);

    [Fact]
    public async Task Roll_ups_and_meters_say_what_the_rows_rest_on()
    {
        await using var running = new RunningLedger(postgres.ConnectionString);
        await Steps.Array[1, 16].Array[RoomsInARun].SampleAsync(
            run => Task.WhenAll(run.Select(steps => PlayAsync(running, steps))),
            iter: Math.Max(1, HistoryCount.Value / RoomsInARun / 5),
            threads: 1);
    }

    /// <summary>Every input that makes a difference, one by one.</summary>
    [Fact]
    public async Task The_rule_is_the_same_in_SQL()
    {
        await using var command = postgres.Sources.Jobs.CreateCommand("select evidence_of($1, $2, $3, $4, $5, $6)");
        foreach (var left in new long?[] { null, Start - 1, Start, Start + 1 })
        {
            foreach (var bits in Enumerable.Range(0, 16))
            {
                var (joinTold, leaveTold, revision, estimated) = ((bits & 1) != 0, (bits & 2) != 0, bits >> 2 & 1, (bits & 8) != 0);
                command.Parameters.Clear();
                command.Parameters.AddWithValue(Start);
                command.Parameters.Add(new NpgsqlParameter<long?> { TypedValue = left });
                command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = joinTold ? "EV_join" : null });
                command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = leaveTold ? "EV_leave" : null });
                command.Parameters.AddWithValue(revision);
                command.Parameters.AddWithValue(estimated);

                Assert.Equal(
                    ParticipantRow.EvidenceOf(new ConnectedInterval(Start, left), joinTold, leaveTold, new Sighting(revision, null, estimated)),
                    (Evidence)(int)(await command.ExecuteScalarAsync())!);
            }
        }
    }

    private async Task PlayAsync(RunningLedger running, Step[] steps)
    {
        var room = new RoomKey(new TenantId(Guid.CreateVersion7()), Mode.Live, "standup");
        var store = new PostgresRoomStore(postgres.Sources, TimeProvider.System);
        var state = SessionState.Open(room, "RM_1", 1, Start, Periods[0].StartMs);
        var meters = await Task.WhenAll(Periods.Select(period => ReadMeterAsync(room.Tenant, period)));
        var (nowMs, previousLookMs) = (Start, (long?)null);
        foreach (var step in steps)
        {
            nowMs += step.PassedMs;
            if (step.Kind == StepKind.Crash)
            {
                var found = await store.FindSessionAsync(room, "RM_1", CancellationToken.None);
                state = found is null ? state : SessionState.Restore(room, found.Session, found.Participants, Periods[0].StartMs);
            }
            else if (Take(state, step, nowMs, previousLookMs) is { } entry)
            {
                Assert.True(running.Ledger.TryReserve());
                await running.Ledger.CommitAsync(new LedgerLane(), entry);
                var rows = (await store.FindSessionAsync(room, "RM_1", CancellationToken.None))!.Participants;
                await AssertRollUpsAsync(room.Tenant, rows);
                for (var i = 0; i < Periods.Length; i++)
                {
                    var read = await ReadMeterAsync(room.Tenant, Periods[i]);
                    AssertReading(rows, Periods[i], read);
                    if (entry.MovesEndLater)
                    {
                        meters[i] = read;
                    }

                    Assert.True(meters[i].Apply(state.LineFrom(Periods[i].StartMs)));
                    AssertReading(rows, Periods[i], meters[i]);
                }
            }

            previousLookMs = step.Kind == StepKind.Look ? nowMs : previousLookMs;
        }
    }

    private static LedgerEntry? Take(SessionState state, Step step, long nowMs, long? previousLookMs) => step.Kind switch
    {
        StepKind.Join => state.Apply(EventOf(RoomEventType.ParticipantJoined, Who(step.Who).JoinedAtMs!.Value, step.Who), nowMs),
        StepKind.Leave => state.Apply(EventOf(RoomEventType.ParticipantLeft, nowMs, step.Who), nowMs),
        StepKind.Look => state.Look(nowMs, previousLookMs, [.. Enumerable.Range(0, People).Where(who => step.There[who]).Select(Who)]),
        StepKind.Miss => state.MissSession(nowMs, previousLookMs),
        _ => state.Apply(EventOf(RoomEventType.RoomFinished, nowMs, null), nowMs),
    };

    private async Task AssertRollUpsAsync(TenantId tenant, IReadOnlyCollection<ParticipantRow> rows)
    {
        var due = DueOf(rows);
        Assert.Equal(due, await ReadRollUpsAsync(tenant, "usage_hourly"));
        Assert.Equal(due, await ReadRollUpsAsync(tenant, "usage_hourly_by_room"));
        foreach (var label in Watched)
        {
            Assert.Equal(
                DueOf([.. rows.Where(row => row.Labels.Labels.Contains(label))]), await ReadRollUpsAsync(tenant, "usage_hourly_by_label", label));
        }
    }

    private static List<(long Hour, int Class, long Ms, long ReconciledMs, long PresumedMs)> DueOf(IReadOnlyCollection<ParticipantRow> rows) =>
    [
        .. rows
            .Where(row => row.Connected.DurationMs > 0)
            .SelectMany(row => SlicesOf(row.Connected).Select(slice => (slice.Hour, row.Class, row.Evidence, slice.Ms)))
            .GroupBy(slice => (slice.Hour, Class: (int)slice.Class))
            .Select(slices => (
                slices.Key.Hour,
                slices.Key.Class,
                slices.Sum(slice => slice.Ms),
                slices.Where(slice => slice.Evidence == Evidence.Reconciled).Sum(slice => slice.Ms),
                slices.Where(slice => slice.Evidence == Evidence.Presumed).Sum(slice => slice.Ms)))
            .Order(),
    ];

    private async Task<List<(long Hour, int Class, long Ms, long ReconciledMs, long PresumedMs)>> ReadRollUpsAsync(
        TenantId tenant, string table, Label? label = null)
    {
        await using var command = postgres.Sources.Jobs.CreateCommand(
            $"""
             select (extract(epoch from hour) / 3600)::bigint, class::int, participant_ms, reconciled_ms, presumed_ms from {table}
             where tenant_id = $1 and (participant_ms <> 0 or reconciled_ms <> 0 or presumed_ms <> 0) {(label is null ? "" : "and label = $2")} order by 1, 2
             """);
        command.Parameters.AddWithValue(tenant.Value);
        if (label is { } only)
        {
            command.Parameters.AddWithValue(only.ToString());
        }

        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(long, int, long, long, long)>();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetInt64(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4)));
        }

        return rows;
    }

    private async Task<MeterState> ReadMeterAsync(TenantId tenant, UsagePeriod period) => new(
        period,
        await new PostgresUsageStore(postgres.Sources)
            .ReadMeterAsync(new MeterKey(tenant, Mode.Live), period, Watched, TimeSpan.FromMinutes(10), CancellationToken.None),
        Watched);

    private static void AssertReading(IReadOnlyCollection<ParticipantRow> rows, UsagePeriod period, MeterState meter)
    {
        var reading = meter.ReadAt(Later);
        foreach (var @class in Enum.GetValues<ParticipantClass>())
        {
            var due = rows.Where(row => row.Class == @class)
                .ToLookup(row => row.Evidence, row => UsageLine.Of(row.Connected, period.StartMs).UsedAt(Later));
            Assert.Equal(
                (due.Sum(of => of.Sum()), due[Evidence.Reconciled].Sum(), due[Evidence.Presumed].Sum()),
                (reading.UsedMs[(int)@class], reading.ReconciledMs!.Value[(int)@class], reading.PresumedMs!.Value[(int)@class]));
        }

        foreach (var label in Watched)
        {
            Assert.Equal(
                rows.Where(row => row.Labels.Labels.Contains(label)).Sum(row => UsageLine.Of(row.Connected, period.StartMs).UsedAt(Later)),
                meter.BilledOf(label).UsedAt(Later));
        }
    }

    private static IEnumerable<(long Hour, long Ms)> SlicesOf(ConnectedInterval connected)
    {
        var (fromMs, toMs) = (connected.JoinedAtMs, connected.EndMs!.Value);
        for (var hour = fromMs / HourMs; hour <= (toMs - 1) / HourMs; hour++)
        {
            yield return (hour, Math.Min(toMs, (hour + 1) * HourMs) - Math.Max(fromMs, hour * HourMs));
        }
    }

    private static ParticipantFact Who(int who) => new()
    {
        Sid = $"PA_{who}",
        Identity = $"who-{who}",
        Class = (ParticipantClass)(who % 3),
        JoinedAtMs = Start + (who * 700_000),
        Labels = History.LabelsOf[who],
    };

    private static RoomEvent EventOf(RoomEventType type, long atMs, int? who) => new()
    {
        Type = type,
        LiveKitEventId = $"EV_{type}_{who}",
        CreatedAtMs = atMs / 1000 * 1000,
        RoomSid = "RM_1",
        RoomCreatedAtMs = Start,
        Generation = 1,
        Participant = who is { } number ? Who(number) : null,
    };

    private enum StepKind
    {
        Join,
        Leave,
        Look,
        Miss,
        Finish,
        Crash,
    }

    private sealed record Step(StepKind Kind, int Who, bool[] There, int PassedMs);
}
