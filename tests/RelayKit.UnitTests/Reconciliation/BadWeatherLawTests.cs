using System.Collections.Immutable;
using CsCheck;
using RelayKit.Ledger;
using RelayKit.Rooms;
using RelayKit.Tenants;
using RelayKit.Testing.Histories;
using RelayKit.UnitTests.Rooms;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Reconciliation;

/// <summary>
/// A room's life in virtual time: webhooks are lost, late, repeated and overtake each other, the silo forgets everything between any two
/// steps, LiveKit does not answer every look and may die without a word. What the ledger has in the end is held against what was true.
/// </summary>
public sealed class BadWeatherLawTests
{
    private const long Start = History.AroundMs;
    private const long LookEveryMs = 60_000;
    private const int LengthMs = 8 * 60_000;
    private const long Later = Start + (100 * LengthMs);

    private static readonly RoomKey Room = new(new TenantId(Guid.CreateVersion7()), Mode.Live, "standup");

    private static readonly Gen<Stay> Stays =
        from begin in Gen.Int[0, LengthMs]
        from length in Gen.Int[0, LengthMs]
        from joinLost in Gen.Bool
        from leaveLost in Gen.Bool
        from joinLate in Gen.Int[0, 90_000]
        from leaveLate in Gen.Int[0, 90_000]
        from repeated in Gen.Bool
        select new Stay(Start + begin, Math.Min(Start + begin + length, Start + LengthMs), joinLost, leaveLost, joinLate, leaveLate, repeated);

    private static readonly Gen<Weather> Weathers =
        from stays in Stays.Array[0, 6]
        from finishTold in Gen.Bool
        from finishLate in Gen.Int[0, 30_000]
        from offset in Gen.Int[0, (int)LookEveryMs - 1]
        from answered in Gen.Frequency((4, Gen.Const(true)), (1, Gen.Const(false))).Array[32]
        from crashes in Gen.Int[0, 4].Array[128]
        select new Weather(stays, finishTold, finishLate, offset, answered, crashes);

    [Fact]
    public void Nobody_is_counted_longer_than_was_true_nor_shorter_than_was_told_or_seen() => Weathers.Sample(
        weather =>
        {
            var rows = new FoldedRows();
            var looks = Play(weather, rows, out var state, watch: null);
            for (var i = 0; i < weather.Stays.Length; i++)
            {
                var stay = weather.Stays[i];
                if (rows.Participants.TryGetValue(SidOf(i), out var row))
                {
                    AssertTrue(weather, stay, row, looks);
                }
                else
                {
                    Assert.True(stay.JoinLost && stay.LeaveLost);
                    Assert.DoesNotContain(looks, look => look >= stay.FromMs && look < stay.ToMs);
                }
            }

            var line = state is null ? 0 : UsedMs(state.LineFrom(0).Classes);
            Assert.Equal(rows.Participants.Values.Sum(row => row.Connected.DurationMs ?? 0), line);
        },
        iter: HistoryCount.Value);

    /// <summary>At every step. And a meter hears of each change: by a version that is newer, or by being told to read the ledger.</summary>
    [Fact]
    public void The_line_tells_by_what_evidence_as_the_rows_do() => Weathers.Sample(
        weather =>
        {
            var rows = new FoldedRows();
            var before = SessionState.Open(Room, "RM_1", 1, Start, 0).LineFrom(0);
            Play(weather, rows, out _, (state, entry) =>
            {
                var line = state.LineFrom(0);
                foreach (var evidence in Enum.GetValues<Evidence>())
                {
                    Assert.Equal(
                        rows.Participants.Values.Where(row => row.Evidence == evidence).Sum(row => UsageLine.Of(row.Connected, 0).UsedAt(Later)),
                        UsedMs(line, evidence));
                }

                Assert.True(line.Version.IsNewerThan(before.Version) || entry.MovesEndLater || Figures(line).SequenceEqual(Figures(before)));
                before = line;
            });
        },
        iter: HistoryCount.Value);

    private static IEnumerable<long> Figures(SessionLine line) => Enum.GetValues<Evidence>().Select(evidence => UsedMs(line, evidence));

    private static long UsedMs(SessionLine line, Evidence evidence) => evidence switch
    {
        Evidence.Reconciled => UsedMs(line.Reconciled),
        Evidence.Presumed => UsedMs(line.Presumed),
        _ => UsedMs(line.Classes) - UsedMs(line.Reconciled) - UsedMs(line.Presumed),
    };

    private static long UsedMs(ImmutableArray<ClassLine> lines) => lines.Sum(line => line.Line.UsedAt(Later));

    private static void AssertTrue(Weather weather, Stay stay, ParticipantRow row, List<long> looks)
    {
        var told = stay.ToMs / 1000 * 1000;
        var finished = weather.FinishTold ? (Start + LengthMs) / 1000 * 1000 : long.MaxValue;
        Assert.Equal(stay.FromMs, row.Connected.JoinedAtMs);
        var end = row.Connected.EndMs!.Value;
        if (!stay.LeaveLost)
        {
            Assert.Equal(Math.Max(stay.FromMs, Math.Min(told, finished)), end);
            Assert.Equal(Evidence.Confirmed, row.Evidence);
            return;
        }

        if (!row.Looks.EndEstimated)
        {
            // Its session's end was told before two looks had missed it.
            Assert.Equal(Math.Max(stay.FromMs, finished), end);
            return;
        }

        // Never later than it was there, but for a join that came late and yet not so late as to be asked about; and not earlier than the last
        // look that could see it, but for those whom a count took for it.
        var unseen = stay.FromMs + SessionState.LateMs - SessionState.CountLagMs;
        Assert.InRange(end, stay.FromMs, Math.Max(unseen, stay.ToMs));
        var lastLook = looks.Where(look => look < stay.ToMs).DefaultIfEmpty(0).Max() - SessionState.CountLagMs;
        if (!weather.Stays.Any(other => other != stay && other.JoinLost))
        {
            Assert.True(end == Math.Max(stay.FromMs, lastLook) || end <= unseen);
        }
    }

    /// <summary>
    /// Plays everything in the order of time, with three looks after the end. Returns the looks that were answered. Whoever watches is
    /// called after each change, with what the ledger gained by it.
    /// </summary>
    private static List<long> Play(Weather weather, FoldedRows rows, out SessionState? state, Action<SessionState, LedgerEntry>? watch)
    {
        var steps = new List<(long AtMs, RoomEvent? Told)>();
        for (var i = 0; i < weather.Stays.Length; i++)
        {
            var stay = weather.Stays[i];
            Deliver(stay.JoinLost, stay.FromMs, stay.JoinLateMs, Event(RoomEventType.ParticipantJoined, stay.FromMs, i, stay.FromMs), stay.Repeated);
            Deliver(stay.LeaveLost, stay.ToMs, stay.LeaveLateMs, Event(RoomEventType.ParticipantLeft, stay.ToMs, i, stay.FromMs), stay.Repeated);
        }

        Deliver(!weather.FinishTold, Start + LengthMs, weather.FinishLateMs, Event(RoomEventType.RoomFinished, Start + LengthMs, null, 0), repeated: false);
        for (var look = Start + weather.LookOffsetMs; look < Start + LengthMs + 90_000 + (4 * LookEveryMs); look += LookEveryMs)
        {
            steps.Add((look, null));
        }

        steps.Sort((a, b) => a.AtMs.CompareTo(b.AtMs));
        var answered = new List<long>();
        state = null;
        var number = 0;
        for (var i = 0; i < steps.Count; i++)
        {
            var (atMs, told) = steps[i];
            if (told is not null)
            {
                state ??= SessionState.Open(Room, "RM_1", 1, Start, 0);
                Add(state, state.Apply(told, atMs));
            }
            else if (weather.Answered[number++ % weather.Answered.Length] || atMs > Start + LengthMs)
            {
                long? previous = answered.Count > 0 ? answered[^1] : null;
                answered.Add(atMs);
                state = Look(atMs, previous, state);
            }

            // The last looks are left alone: it takes two in a row to let go of somebody.
            if (atMs < Start + LengthMs && weather.Crashes[i % weather.Crashes.Length] == 0)
            {
                state = rows.Session is { } session ? SessionState.Restore(Room, session, [.. rows.Participants.Values], 0) : null;
            }
        }

        return answered;

        void Deliver(bool lost, long atMs, int lateMs, RoomEvent told, bool repeated)
        {
            if (!lost)
            {
                steps.Add((atMs + lateMs, told));
                if (repeated)
                {
                    steps.Add((atMs + (lateMs / 2), told));
                }
            }
        }

        SessionState? Look(long atMs, long? previous, SessionState? known)
        {
            if (atMs >= Start + LengthMs)
            {
                Add(known, known?.MissSession(atMs, previous));
                return known;
            }

            known ??= SessionState.Open(Room, "RM_1", 1, Start, 0);
            Add(known, known.Look(atMs, previous, [.. weather.Stays.Select((stay, i) => (stay, i))
                .Where(s => s.stay.FromMs <= atMs && s.stay.ToMs > atMs)
                .Select(s => Who(s.i, s.stay.FromMs))]));
            return known;
        }

        void Add(SessionState? changed, LedgerEntry? entry)
        {
            if (entry is not null)
            {
                rows.Add(entry);
                watch?.Invoke(changed!, entry);
            }
        }
    }

    private static string SidOf(int stay) => $"PA_{stay}";

    private static ParticipantFact Who(int stay, long joinedMs) => new() { Sid = SidOf(stay), Identity = $"who-{stay % 2}", JoinedAtMs = joinedMs };

    private static RoomEvent Event(RoomEventType type, long atMs, int? stay, long joinedMs) => new()
    {
        Type = type,
        LiveKitEventId = $"EV_{type}_{stay}",
        CreatedAtMs = atMs / 1000 * 1000,
        RoomSid = "RM_1",
        RoomCreatedAtMs = Start,
        Generation = 1,
        Participant = stay is { } number ? Who(number, joinedMs) : null,
    };

    private sealed record Stay(long FromMs, long ToMs, bool JoinLost, bool LeaveLost, int JoinLateMs, int LeaveLateMs, bool Repeated);

    private sealed record Weather(Stay[] Stays, bool FinishTold, int FinishLateMs, int LookOffsetMs, bool[] Answered, int[] Crashes);
}
