using CsCheck;
using RelayKit.Events;
using RelayKit.Rooms;
using RelayKit.Tenants;
using RelayKit.Testing.Histories;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Rooms;

/// <summary>Law 2, confluence: any order and any repetition of the same webhooks ends in the same ledger, and in the true one.</summary>
public sealed class SessionStateLawTests
{
    private static readonly RoomKey Room = new(new TenantId(Guid.CreateVersion7()), Mode.Live, "standup");

    private static readonly Gen<(History History, RoomEvent[] Arriving, int[] Crashes)> Arrivals =
        from history in History.Gen(1)
        from arriving in Delivery.Of(history.Told)
        from crashes in Gen.Int[0, 9].Array[arriving.Length]
        select (history, arriving, crashes);

    [Fact]
    public void Any_order_and_repetition_ends_in_the_true_rows() => Arrivals.Sample(
        arrival =>
        {
            var (rows, _) = Fold(arrival.Arriving, crashes: null);
            AssertTrue(arrival.History, rows);
        },
        iter: HistoryCount.Value);

    [Fact]
    public void Losing_the_memory_between_any_two_events_changes_nothing() => Arrivals.Sample(
        arrival =>
        {
            var (rows, _) = Fold(arrival.Arriving, arrival.Crashes);
            AssertTrue(arrival.History, rows);
        },
        iter: HistoryCount.Value);

    [Fact]
    public void What_is_known_only_grows_and_ends_in_one_version() => Arrivals.Sample(
        arrival =>
        {
            var state = Open();
            var last = state.LineFrom(0).Version;
            foreach (var told in arrival.Arriving)
            {
                state.Apply(told);
                var version = state.LineFrom(0).Version;
                Assert.False(last.IsNewerThan(version));
                last = version;
            }

            var inOrder = Open();
            foreach (var told in arrival.History.Told)
            {
                inOrder.Apply(told);
            }

            Assert.Equal(inOrder.LineFrom(0).Version, last);
        },
        iter: HistoryCount.Value);

    [Fact]
    public void The_line_is_true_at_any_instant_and_across_a_periods_end() => Gen.Select(Arrivals, Gen.Int[0, 50_000_000]).Sample(
        (arrival, later) =>
        {
            var (_, state) = Fold(arrival.Arriving, crashes: null);
            var month = UsagePeriod.Containing(DateTimeOffset.FromUnixTimeMilliseconds(History.AroundMs));
            foreach (var periodStartMs in new[] { month.StartMs, month.EndMs })
            {
                var line = state.LineFrom(periodStartMs);
                var atMs = Math.Max(Math.Max(line.MarkMs, History.AroundMs), periodStartMs) + later;
                foreach (var @class in Enum.GetValues<ParticipantClass>())
                {
                    var metered = line.Classes.Where(c => c.Class == @class).Sum(c => c.Line.UsedAt(atMs));
                    var expected = arrival.History.Truth.Where(stay => stay.Class == @class).Sum(stay => stay.Within(periodStartMs, atMs));
                    Assert.Equal(expected, metered);
                }

                foreach (var label in History.LabelsOf.SelectMany(static labels => labels?.Labels ?? []).Distinct())
                {
                    var metered = line.Labels.Where(of => of.Label == label).Sum(of => of.Line.UsedAt(atMs));
                    var expected = arrival.History.Truth.Where(stay => stay.Labels.Labels.Contains(label)).Sum(stay => stay.Within(periodStartMs, atMs));
                    Assert.Equal(expected, metered);
                }
            }
        },
        iter: HistoryCount.Value);

    private static SessionState Open() => SessionState.Open(Room, "RM_1", 1, History.AroundMs, 0);

    private static (FoldedRows Rows, SessionState State) Fold(RoomEvent[] arriving, int[]? crashes)
    {
        var rows = new FoldedRows();
        var state = Open();
        for (var i = 0; i < arriving.Length; i++)
        {
            if (state.Apply(arriving[i]) is { } entry)
            {
                rows.Add(entry);
            }

            if (crashes?[i] == 0 && rows.Session is { } session)
            {
                state = SessionState.Restore(Room, session, [.. rows.Participants.Values], 0);
            }
        }

        return (rows, state);
    }

    private static void AssertTrue(History history, FoldedRows rows)
    {
        Assert.Equal(
            history.Truth.Select(stay => (stay.Sid, stay.Class, stay.JoinedMs, stay.EndMs, stay.Labels.ToString())).Order(),
            rows.Participants.Values
                .Select(row => (row.LiveKitSid, row.Class, row.Connected.JoinedAtMs, row.Connected.LeftAtMs, row.Labels.ToString())).Order());
        Assert.Equal(
            history.Told.Where(told => told.Type == RoomEventType.RoomFinished).Select(told => (long?)told.CreatedAtMs).FirstOrDefault(),
            rows.Session?.EndedAtMs);
        foreach (var row in rows.Participants.Values)
        {
            Assert.Equal(EventIdOf(history, RoomEventType.ParticipantJoined, row.LiveKitSid), row.JoinEventId);
            Assert.Equal(EventIdOf(history, RoomEventType.ParticipantLeft, row.LiveKitSid), row.LeaveEventId);
        }

        Assert.Equal(history.Truth.Count, rows.Events.Count(e => e.Type == TenantEventTypes.ParticipantJoined));
        Assert.Equal(history.Told.Count > 0 ? 1 : 0, rows.Events.Count(e => e.Type == TenantEventTypes.RoomStarted));
    }

    private static string? EventIdOf(History history, RoomEventType type, string sid) =>
        history.Told.FirstOrDefault(told => told.Type == type && told.Participant?.Sid == sid)?.LiveKitEventId;
}
