using RelayKit.Events;
using RelayKit.Ledger;
using RelayKit.Rooms;
using RelayKit.Tenants;
using RelayKit.Testing.Histories;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Rooms;

/// <summary>What LiveKit's users have met, case by case; the numbers are issues of livekit/livekit.</summary>
public sealed class LiveKitCasesTests
{
    private const long Start = 1_796_068_800_000;

    private static readonly RoomKey Room = new(new TenantId(Guid.CreateVersion7()), Mode.Live, "standup");

    private static readonly RoomLife Life = new("RM_1", Start);

    private readonly FoldedRows _rows = new();
    private readonly SessionState _state = SessionState.Open(Room, "RM_1", 1, Start, 0);

    [Fact]
    public void Issue_2399_a_leave_of_the_old_sid_that_comes_after_the_rejoin_ends_the_old_connection_alone()
    {
        Tell(Life.Joined("PA_old", Start + 1_000));
        Tell(Life.Joined("PA_new", Start + 9_500));
        Tell(Life.Left("PA_old", Start + 1_000, Start + 9_000));

        Assert.Equal(Start + 9_000, Row("PA_old").Connected.LeftAtMs);
        Assert.Null(Row("PA_new").Connected.LeftAtMs);
        Assert.Equal("PA_new", Assert.Single(_state.Live).LiveKitSid);
    }

    [Fact]
    public void Issue_1130_a_leave_without_a_join_counts_the_whole_connection_once()
    {
        Tell(Life.Left("PA_1", Start + 1_000, Start + 9_000));
        Tell(Life.Joined("PA_1", Start + 1_000));

        Assert.Equal(8_000, Row("PA_1").Connected.DurationMs);
        Assert.Empty(_state.Live);
        Assert.Equal(8_000, Assert.Single(_state.LineFrom(0).Classes).Line.ClosedMs);
    }

    [Fact]
    public void Issues_3376_and_3975_a_connection_that_was_aborted_is_worth_nothing()
    {
        Tell(Life.Event(RoomEventType.ParticipantConnectionAborted, Start + 5_000, RoomLife.Who("PA_1", Start + 1_000)));

        Assert.Empty(_rows.Participants);
        Assert.Empty(_state.LineFrom(0).Classes);
    }

    [Fact]
    public void A_room_that_finishes_before_its_leaves_ends_everybody_and_the_leaves_that_follow_only_shorten()
    {
        Tell(Life.Joined("PA_1", Start + 1_000));
        Tell(Life.Joined("PA_2", Start + 1_000));
        Tell(Life.Finished(Start + 60_000));
        Tell(Life.Left("PA_1", Start + 1_000, Start + 59_000));
        Tell(Life.Left("PA_2", Start + 1_000, Start + 61_000));

        Assert.Equal(Start + 59_000, Row("PA_1").Connected.LeftAtMs);
        Assert.Equal(Start + 60_000, Row("PA_2").Connected.LeftAtMs);
    }

    [Fact]
    public void A_room_that_finishes_without_leaves_ends_everybody_and_says_that_it_presumes_so()
    {
        Tell(Life.Joined("PA_1", Start + 1_000));
        Tell(Life.Finished(Start + 60_000));

        Assert.Equal(59_000, Row("PA_1").Connected.DurationMs);
        Assert.Equal(Evidence.Presumed, Row("PA_1").Evidence);
    }

    [Fact]
    public void Issue_2945_a_room_started_that_comes_after_room_finished_does_not_open_the_session_again()
    {
        Tell(Life.Joined("PA_1", Start + 1_000));
        Tell(Life.Finished(Start + 60_000));
        Tell(Life.Event(RoomEventType.RoomStarted, Start, null));

        Assert.Equal(Start + 60_000, _rows.Session!.EndedAtMs);
        Assert.Single(_rows.Events, told => told.Type == TenantEventTypes.RoomStarted);
    }

    [Fact]
    public void A_track_event_that_carries_only_sids_neither_joins_nor_renames_anybody()
    {
        Tell(Life.Event(RoomEventType.ParticipantJoined, Start + 1_000, RoomLife.Who("PA_1", Start + 1_000) with { Name = "Ada" }));
        Tell(Life.Event(RoomEventType.TrackPublished, Start + 2_000, new ParticipantFact { Sid = "PA_1", Identity = "who-PA_1" }) with
        {
            RoomCreatedAtMs = null,
            Track = new TrackFact("TR_1", "video", "camera", ""),
        });
        Tell(Life.Event(RoomEventType.TrackPublished, Start + 2_000, new ParticipantFact { Sid = "PA_2", Identity = "who-PA_2" }) with
        {
            RoomCreatedAtMs = null,
            Track = new TrackFact("TR_2", "video", "camera", ""),
        });

        Assert.Equal("Ada", Assert.Single(_rows.Participants.Values).Name);
        Assert.Equal(Start + 1_000, Row("PA_1").Connected.JoinedAtMs);
        Assert.Equal(2, _rows.Events.Count(told => told.Type == TenantEventTypes.TrackPublished));
    }

    [Fact]
    public void A_track_event_after_the_room_has_finished_changes_no_connection()
    {
        Tell(Life.Joined("PA_1", Start + 1_000));
        Tell(Life.Finished(Start + 60_000));
        Tell(Life.Event(RoomEventType.TrackUnpublished, Start + 61_000, new ParticipantFact { Sid = "PA_1", Identity = "who-PA_1" }) with
        {
            RoomCreatedAtMs = null,
            Track = new TrackFact("TR_1", "video", "camera", ""),
        });

        Assert.Equal(Start + 60_000, Row("PA_1").Connected.LeftAtMs);
        Assert.Equal(Start + 60_000, _rows.Session!.EndedAtMs);
    }

    [Theory]
    [InlineData(ParticipantClass.Egress)]
    [InlineData(ParticipantClass.Agent)]
    public void A_recorder_or_an_agent_is_metered_in_a_class_of_its_own(ParticipantClass @class)
    {
        var who = RoomLife.Who("PA_1", Start + 1_000) with { Class = @class };
        Tell(Life.Event(RoomEventType.ParticipantJoined, Start + 1_000, who));
        Tell(Life.Event(RoomEventType.ParticipantLeft, Start + 9_000, who with { DisconnectReason = "room_closed" }));

        Assert.Equal(@class, Assert.Single(_state.LineFrom(0).Classes).Class);
        Assert.False(@class.KeepsRoomOpen());
    }

    [Fact]
    public void A_leave_that_clocks_put_before_its_join_is_an_empty_connection_and_never_a_negative_one()
    {
        Tell(Life.Joined("PA_1", Start + 9_700));
        Tell(Life.Left("PA_1", Start + 9_700, Start + 9_000));

        Assert.Equal(0, Row("PA_1").Connected.DurationMs);
        Assert.Empty(_state.LineFrom(0).Classes);
    }

    [Fact]
    public void A_room_that_clocks_let_finish_before_a_join_counts_that_join_as_nothing()
    {
        Tell(Life.Finished(Start + 5_000));
        Tell(Life.Joined("PA_1", Start + 9_000));

        Assert.Equal(0, Row("PA_1").Connected.DurationMs);
    }

    private ParticipantRow Row(string sid) => _rows.Participants[sid];

    private void Tell(RoomEvent told)
    {
        if (_state.Apply(told) is { } entry)
        {
            _rows.Add(entry);
        }
    }
}
