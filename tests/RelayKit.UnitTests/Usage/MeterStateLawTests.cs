using System.Collections.Frozen;
using System.Collections.Immutable;
using CsCheck;
using RelayKit.Labels;
using RelayKit.Rooms;
using RelayKit.Tenants;
using RelayKit.Testing.Histories;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Usage;

/// <summary>Law 4, the line is true: the live meter at t equals brute force over the intervals at t.</summary>
public sealed class MeterStateLawTests
{
    private static readonly RoomKey Room = new(new TenantId(Guid.CreateVersion7()), Mode.Live, "standup");
    private static readonly UsagePeriod Period = UsagePeriod.Containing(DateTimeOffset.FromUnixTimeMilliseconds(History.AroundMs));

    private static readonly FrozenSet<Label> Watched = FrozenSet.Create(new Label("customer", "acme"), new Label("customer", "nobody"));
    private static readonly Label Unwatched = new("plan", "pro");

    private static readonly MeterSnapshot Empty = new([0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], []);

    private static readonly Gen<History[]> Rooms =
        Gen.Select(History.Gen(1), History.Gen(2), History.Gen(3), (a, b, c) => new[] { a, b, c });

    [Fact]
    public void Lines_lost_repeated_and_reordered_lead_to_the_true_reading() =>
        (from rooms in Rooms
         from lines in Delivery.Of(rooms.SelectMany(LinesOf).ToList())
         from kept in Gen.Bool.Array[lines.Length]
         from later in Gen.Int[0, 10_000_000]
         select (rooms, lines, kept, later)).Sample(
            history =>
            {
                var meter = new MeterState(Period, Empty, Watched);
                for (var i = 0; i < history.lines.Length; i++)
                {
                    if (history.kept[i])
                    {
                        Assert.True(meter.Apply(history.lines[i]));
                    }
                }

                // A room sends its line until it has arrived: the last of each session gets through, whatever came before.
                foreach (var last in history.rooms.Select(room => LinesOf(room)[^1]))
                {
                    Assert.True(meter.Apply(last));
                }

                AssertTrue(history.rooms, meter, history.later);
            },
            iter: HistoryCount.Value);

    [Fact]
    public void A_meter_that_reads_the_ledger_in_the_middle_goes_on_truly() =>
        (from rooms in Rooms
         from at in Gen.Int[0, 100].Array[3]
         from later in Gen.Int[0, 10_000_000]
         select (rooms, at, later)).Sample(
            history =>
            {
                var lines = history.rooms.Select(LinesOf).ToList();
                var read = lines.Select((of, i) => of[history.at[i] % of.Count]).ToList();
                var meter = new MeterState(Period, LedgerAfter(read), Watched);
                foreach (var line in lines.SelectMany(of => of))
                {
                    Assert.True(meter.Apply(line));
                }

                AssertTrue(history.rooms, meter, history.later);
            },
            iter: HistoryCount.Value);

    [Fact]
    public void What_rests_on_which_evidence_is_told_at_any_instant_and_moves_when_livekit_tells_of_it()
    {
        var meter = new MeterState(Period, new MeterSnapshot([9_000, 0, 0, 0, 0], [3_000, 0, 0, 0, 0], [1_000, 0, 0, 0, 0], []));
        var found = Line(told: 0) with { Reconciled = [Class(0, 1)], Classes = [Class(0, 1)] };
        Assert.True(meter.Apply(found));
        Assert.Equal((14_000, 8_000, 1_000), Figures());

        // Its join is told after all, at the very instant that the look has found: nothing else has changed.
        Assert.True(meter.Apply(Line(told: 1) with { Classes = [Class(0, 1)] }));
        Assert.Equal((14_000, 3_000, 1_000), Figures());

        // And what was known before that changes nothing any more, but for the end of the session.
        Assert.True(meter.Apply(found));
        Assert.True(meter.Apply(found with { Ended = true }));
        Assert.Equal((14_000, 3_000, 1_000), Figures());
        Assert.Equal(0, meter.ReadAt(Period.StartMs).ActiveSessions);

        SessionLine Line(long told) => new()
        {
            SessionId = Guid.Empty,
            Version = new KnowledgeVersion(1, Period.StartMs) { Told = told },
            PeriodStartMs = Period.StartMs,
            MarkMs = Period.StartMs,
            Ended = false,
            Classes = [],
        };

        static ClassLine Class(long closedMs, long active) => new(ParticipantClass.Standard, new UsageLine(closedMs, active, active * Period.StartMs));

        (long Used, long Reconciled, long Presumed) Figures()
        {
            var reading = meter.ReadAt(Period.StartMs + 5_000);
            return (reading.UsedMs.Sum(), reading.ReconciledMs!.Value.Sum(), reading.PresumedMs!.Value.Sum());
        }
    }

    [Fact]
    public void A_line_of_another_period_asks_for_a_new_look_at_the_ledger()
    {
        var meter = new MeterState(Period, Empty);
        var line = SessionState.Open(Room, "RM_1", 1, History.AroundMs, Period.EndMs).LineFrom(Period.EndMs);

        Assert.False(meter.Apply(line));
    }

    [Fact]
    public void A_line_that_leaves_labels_out_asks_for_the_ledger_where_labels_are_watched()
    {
        var line = SessionState.Open(Room, "RM_1", 1, History.AroundMs, Period.StartMs).LineFrom(Period.StartMs) with { LabelsLeftOut = true };

        Assert.True(new MeterState(Period, Empty).Apply(line));
        Assert.False(new MeterState(Period, Empty, Watched).Apply(line));
    }

    /// <summary>What a ledger says in which the sessions stand as in these lines.</summary>
    private static MeterSnapshot LedgerAfter(List<SessionLine> lines) =>
        new(ClosedMs(lines, line => line.Classes), ClosedMs(lines, line => line.Reconciled), ClosedMs(lines, line => line.Presumed), [.. lines])
        {
            Labels = [.. lines.SelectMany(line => line.Labels).Select(line => line with { Line = new UsageLine(line.Line.ClosedMs, 0, 0) })],
        };

    private static ImmutableArray<long> ClosedMs(List<SessionLine> lines, Func<SessionLine, ImmutableArray<ClassLine>> of) =>
        [.. Enum.GetValues<ParticipantClass>().Select(@class => lines.SelectMany(line => of(line)).Where(line => line.Class == @class).Sum(line => line.Line.ClosedMs))];

    /// <summary>The lines that a room sends as its events arrive in order, the empty one before the first included.</summary>
    private static List<SessionLine> LinesOf(History history)
    {
        var state = SessionState.Open(Room, history.RoomSid, 1, history.CreatedMs, Period.StartMs);
        var lines = new List<SessionLine> { state.LineFrom(Period.StartMs) };
        foreach (var told in history.Told)
        {
            state.Apply(told);
            lines.Add(state.LineFrom(Period.StartMs));
        }

        return lines;
    }

    private static void AssertTrue(History[] rooms, MeterState meter, int later)
    {
        var reading = meter.ReadAt(History.AroundMs + later);
        Assert.True(reading.AsOfMs >= History.AroundMs + later);
        foreach (var @class in Enum.GetValues<ParticipantClass>())
        {
            var stays = rooms.SelectMany(room => room.Truth).Where(stay => stay.Class == @class).ToList();
            Assert.Equal(stays.Sum(stay => stay.Within(Period.StartMs, reading.AsOfMs)), reading.UsedMs[(int)@class]);
            Assert.Equal(stays.Count(stay => stay.EndMs is null), reading.Active[(int)@class]);
        }

        foreach (var label in Watched)
        {
            var stays = rooms.SelectMany(room => room.Truth).Where(stay => stay.Labels.Labels.Contains(label) && stay.Class.IsBilled()).ToList();
            Assert.Equal(stays.Sum(stay => stay.Within(Period.StartMs, reading.AsOfMs)), meter.BilledOf(label).UsedAt(reading.AsOfMs));
            Assert.Equal(stays.Count(stay => stay.EndMs is null), meter.ParticipantsOf(label));
        }

        Assert.Equal(default, meter.BilledOf(Unwatched));
    }
}
