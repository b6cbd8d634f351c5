using RelayKit.Events;
using RelayKit.Ledger;
using RelayKit.Rooms;
using RelayKit.Tenants;
using RelayKit.Testing.Histories;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Rooms;

/// <summary>What looks at LiveKit add where its webhooks were lost.</summary>
public sealed class SessionStateLooksTests
{
    private const long Start = 1_796_068_800_000;
    private const long Minute = 60_000;

    private static readonly RoomKey Room = new(new TenantId(Guid.CreateVersion7()), Mode.Live, "standup");

    private static readonly RoomLife Life = new("RM_1", Start);

    private readonly FoldedRows _rows = new();
    private SessionState _state = SessionState.Open(Room, "RM_1", 1, Start, 0);

    [Fact]
    public void A_lost_leave_ends_at_the_last_look_that_saw_the_participant()
    {
        Tell(Life.Joined("PA_1", Start + 1_000));
        Look(1, "PA_1");
        Look(2);
        Assert.Null(Row("PA_1").Connected.LeftAtMs);

        Look(3);

        Assert.Equal(At(1) - SessionState.CountLagMs, Row("PA_1").Connected.LeftAtMs);
        Assert.Equal(Evidence.Reconciled, Row("PA_1").Evidence);
        Assert.Single(_rows.Events, told => told.Type == TenantEventTypes.ParticipantLeft);
    }

    [Fact]
    public void A_participant_whom_one_look_missed_and_the_next_one_saw_has_not_left()
    {
        Tell(Life.Joined("PA_1", Start + 1_000));
        Look(1, "PA_1");
        Look(2);
        Look(3, "PA_1");
        Look(4);

        Assert.Null(Row("PA_1").Connected.LeftAtMs);
        Assert.False(Row("PA_1").Looks.EndEstimated);
    }

    [Fact]
    public void A_participant_whom_no_look_ever_saw_is_worth_nothing_and_says_so()
    {
        Look(1);
        Tell(Life.Joined("PA_1", At(1) + 1_000));
        Look(2);
        Look(3);

        Assert.Equal(0, Row("PA_1").Connected.DurationMs);
        Assert.Equal(Evidence.Presumed, Row("PA_1").Evidence);
    }

    [Fact]
    public void A_join_that_came_after_a_look_was_not_seen_by_it()
    {
        Tell(Life.Joined("PA_0", Start + 1_000));
        Look(1, "PA_0");
        Add(_state.Apply(Life.Joined("PA_1", Start + 30_000), arrivedMs: At(2) + 20_000));
        LookAt(At(3), At(2), ("PA_0", Start + 1_000));
        LookAt(At(4), At(3), ("PA_0", Start + 1_000));

        Assert.Equal(0, Row("PA_1").Connected.DurationMs);
        Assert.Equal(Evidence.Presumed, Row("PA_1").Evidence);
    }

    /// <summary>However soon: a look between the two found LiveKit and the ledger alike, and both without the participant.</summary>
    [Theory]
    [InlineData(1_000, 4_000)]
    [InlineData(1_000, 5_000)]
    [InlineData(5_000, 5_001)]
    [InlineData(14_000, 15_000)]
    [InlineData(60_000, 90_000)]
    public void Whoever_came_and_went_around_a_look_before_anything_arrived_is_never_billed_past_the_truth(long lookedMs, long arrivedMs)
    {
        Tell(Life.Joined("PA_0", Start + 1_000));
        var joined = At(1) - 500;
        Add(_state.Apply(Life.Joined("PA_1", joined), arrivedMs: joined + arrivedMs));

        LookAt(At(3), joined + lookedMs, ("PA_0", Start + 1_000));
        LookAt(At(4), At(3), ("PA_0", Start + 1_000));

        Assert.Equal(0, Row("PA_1").Connected.DurationMs);
    }

    [Fact]
    public void A_room_whose_life_was_told_late_does_not_end_at_a_look_that_never_saw_it()
    {
        Add(_state.Apply(Life.Joined("PA_1", Start + 1_000), arrivedMs: At(1) + 15_000));
        Miss(2);
        Miss(3);

        Assert.Equal(Start + 1_000, _rows.Session!.EndedAtMs);
        Assert.Equal(0, Row("PA_1").Connected.DurationMs);
    }

    [Fact]
    public void A_room_that_was_told_late_and_then_seen_ends_at_the_look_that_saw_it()
    {
        Add(_state.Apply(Life.Joined("PA_1", Start + 1_000), arrivedMs: At(1) + 15_000));
        LookAt(At(2), At(1), ("PA_1", Start + 1_000));
        Miss(3);
        Miss(4);

        Assert.Equal(At(2) - SessionState.CountLagMs, _rows.Session!.EndedAtMs);
        Assert.Equal(At(2) - SessionState.CountLagMs, Row("PA_1").Connected.LeftAtMs);
    }

    [Fact]
    public void A_join_that_came_late_and_ended_with_its_room_is_presumed_and_not_reconciled()
    {
        Add(_state.Apply(Life.Joined("PA_1", Start + 30_000), arrivedMs: At(5)));
        Tell(Life.Finished(At(4)));

        Assert.Equal(At(4), Row("PA_1").Connected.LeftAtMs);
        Assert.Equal(Evidence.Presumed, Row("PA_1").Evidence);
    }

    [Fact]
    public void A_lost_join_begins_when_livekit_says_it_did()
    {
        Look(1, ("PA_1", Start + 7_000));

        Assert.Equal(new ConnectedInterval(Start + 7_000, null), Row("PA_1").Connected);
        Assert.Equal(Evidence.Reconciled, Row("PA_1").Evidence);
        Assert.Equal(1, _rows.Events.Count(told => told.Type == TenantEventTypes.RoomStarted));
        Assert.Equal(1, _rows.Events.Count(told => told.Type == TenantEventTypes.ParticipantJoined));
    }

    [Fact]
    public void A_join_that_is_told_after_a_look_has_found_it_confirms_it()
    {
        Look(1, ("PA_1", Start + 7_000));
        Tell(Life.Joined("PA_1", Start + 7_000));

        Assert.Equal(Evidence.Confirmed, Row("PA_1").Evidence);
        Assert.Equal(1, _rows.Events.Count(told => told.Type == TenantEventTypes.ParticipantJoined));
    }

    [Fact]
    public void A_leave_that_is_told_after_all_replaces_the_estimate_also_by_a_later_instant()
    {
        Tell(Life.Joined("PA_1", Start + 1_000));
        Look(1, "PA_1");
        Look(2);
        Look(3);

        var entry = Tell(Life.Left("PA_1", Start + 1_000, At(2) - 5_000));

        Assert.True(entry!.MovesEndLater);
        Assert.Equal(At(2) - 5_000, Row("PA_1").Connected.LeftAtMs);
        Assert.Equal(Evidence.Confirmed, Row("PA_1").Evidence);
    }

    [Fact]
    public void A_participant_whom_two_looks_had_missed_and_who_is_there_again_has_never_left()
    {
        Tell(Life.Joined("PA_1", Start + 1_000));
        Look(1, "PA_1");
        Look(2);
        Look(3);
        Assert.NotNull(Row("PA_1").Connected.LeftAtMs);

        Look(4, "PA_1");

        Assert.Null(Row("PA_1").Connected.LeftAtMs);
        Tell(Life.Left("PA_1", Start + 1_000, At(5)));
        Assert.Equal(At(5), Row("PA_1").Connected.LeftAtMs);
    }

    [Fact]
    public void A_room_that_two_looks_have_missed_ends_with_everybody_in_it_at_the_last_look_that_saw_it()
    {
        Tell(Life.Joined("PA_1", Start + 1_000));
        Look(1, "PA_1");
        Miss(2);
        Assert.Null(_rows.Session!.EndedAtMs);

        Miss(3);

        Assert.Equal(At(1) - SessionState.CountLagMs, _rows.Session!.EndedAtMs);
        Assert.Equal(At(1) - SessionState.CountLagMs, Row("PA_1").Connected.LeftAtMs);
        Assert.Single(_rows.Events, told => told.Type == TenantEventTypes.RoomFinished);
    }

    [Fact]
    public void Two_looks_within_a_moment_are_one()
    {
        Tell(Life.Joined("PA_1", Start + 1_000));
        Look(1, "PA_1");
        LookAt(At(2), At(1));
        LookAt(At(2) + 1_000, At(2));
        MissAt(At(2) + 2_000, At(2) + 1_000);
        MissAt(At(2) + 3_000, At(2) + 2_000);

        Assert.Null(Row("PA_1").Connected.LeftAtMs);
        Assert.Null(_rows.Session!.EndedAtMs);
    }

    [Fact]
    public void A_crash_between_the_two_looks_that_miss_somebody_does_not_forget_when_it_was_last_seen()
    {
        Tell(Life.Joined("PA_1", Start + 1_000));
        Look(1, "PA_1");
        Look(2);
        Crash();
        Look(3);
        Look(4);

        Assert.Equal(At(1) - SessionState.CountLagMs, Row("PA_1").Connected.LeftAtMs);
    }

    [Fact]
    public void A_look_that_failed_has_seen_nobody()
    {
        Tell(Life.Joined("PA_1", Start + 1_000));
        Look(1, "PA_1");
        Add(_state.CannotSee(At(1)));
        Look(3);
        Look(4);

        Assert.Equal(At(1) - SessionState.CountLagMs, Row("PA_1").Connected.LeftAtMs);
    }

    [Fact]
    public void A_leave_and_a_join_that_were_both_lost_do_not_hide_each_other()
    {
        Tell(Life.Joined("PA_1", Start + 1_000));
        Look(1, "PA_1");

        // By its count the look of the second minute agreed: one had left and another joined, and nothing was told of either.
        var joined = At(1) + 20_000;
        LookAt(At(3), At(2), ("PA_2", joined));
        LookAt(At(4), At(3), ("PA_2", joined));

        Assert.Equal(joined, Row("PA_1").Connected.LeftAtMs);
        Assert.Equal(new ConnectedInterval(joined, null), Row("PA_2").Connected);
    }

    [Fact]
    public void A_join_told_after_two_looks_had_missed_the_room_opens_it_again()
    {
        Tell(Life.Joined("PA_1", Start + 1_000));
        Look(1, "PA_1");
        Miss(2);
        Miss(3);

        Tell(Life.Joined("PA_2", At(3) + 1_000));

        Assert.Null(_rows.Session!.EndedAtMs);
        Assert.Null(Row("PA_2").Connected.LeftAtMs);
        Tell(Life.Finished(At(4)));
        Assert.Equal(At(4), _rows.Session!.EndedAtMs);
        Assert.Equal(At(4), Row("PA_2").Connected.LeftAtMs);
        Assert.Equal(At(1) - SessionState.CountLagMs, Row("PA_1").Connected.LeftAtMs);
    }

    [Fact]
    public void A_room_that_livekit_lists_again_goes_on()
    {
        Tell(Life.Joined("PA_1", Start + 1_000));
        Look(1, "PA_1");
        Miss(2);
        Miss(3);

        Look(4, "PA_1");

        Assert.Null(_rows.Session!.EndedAtMs);
        Assert.Null(Row("PA_1").Connected.LeftAtMs);
    }

    [Fact]
    public void The_end_that_livekit_tells_replaces_the_estimate()
    {
        Tell(Life.Joined("PA_1", Start + 1_000));
        Look(1, "PA_1");
        Miss(2);
        Miss(3);

        Tell(Life.Finished(At(2) + 1_000));

        Assert.Equal(At(2) + 1_000, _rows.Session!.EndedAtMs);
        Assert.False(_rows.Session.Looks.EndEstimated);
        Assert.Single(_rows.Events, told => told.Type == TenantEventTypes.RoomFinished);
    }

    [Fact]
    public void A_leave_after_the_end_that_was_estimated_moves_that_end_with_it()
    {
        Tell(Life.Joined("PA_1", Start + 1_000));
        Look(1, "PA_1");
        Miss(2);
        Miss(3);

        Tell(Life.Left("PA_1", Start + 1_000, At(1) + 30_000));

        Assert.Equal(At(1) + 30_000, Row("PA_1").Connected.LeftAtMs);
        Assert.Equal(At(1) + 30_000, _rows.Session!.EndedAtMs);
        Assert.True(_rows.Session.Looks.EndEstimated);
    }

    [Fact]
    public void A_finished_room_that_livekit_still_lists_stays_finished()
    {
        Tell(Life.Joined("PA_1", Start + 1_000));
        Tell(Life.Finished(At(1)));

        Assert.Null(_state.Look(At(1) + 1_000, null, [RoomLife.Who("PA_1", Start + 1_000)]));
    }

    [Fact]
    public void The_line_follows_what_looks_change()
    {
        Tell(Life.Joined("PA_1", Start + 1_000));
        Look(1, "PA_1");
        Look(2);
        Look(3);

        var line = Assert.Single(_state.LineFrom(0).Classes).Line;

        Assert.Equal(Row("PA_1").Connected.DurationMs, line.UsedAt(At(9)));
    }

    private static long At(int minute) => Start + (minute * Minute);

    private ParticipantRow Row(string sid) => _rows.Participants[sid];

    private LedgerEntry? Tell(RoomEvent told) => Add(_state.Apply(told));

    private void Look(int minute, params string[] there) =>
        LookAt(At(minute), minute == 1 ? null : At(minute - 1), [.. there.Select(sid => (sid, Start + 1_000))]);

    private void Look(int minute, (string Sid, long JoinedMs) there) => LookAt(At(minute), null, there);

    private void LookAt(long atMs, long? previousMs, params (string Sid, long JoinedMs)[] there) =>
        Add(_state.Look(atMs, previousMs, [.. there.Select(who => RoomLife.Who(who.Sid, who.JoinedMs))]));

    private void Miss(int minute) => MissAt(At(minute), At(minute - 1));

    private void MissAt(long atMs, long previousMs) => Add(_state.MissSession(atMs, previousMs));

    private LedgerEntry? Add(LedgerEntry? entry)
    {
        if (entry is not null)
        {
            _rows.Add(entry);
        }

        return entry;
    }

    private void Crash() => _state = SessionState.Restore(Room, _rows.Session!, [.. _rows.Participants.Values], 0);
}
