using RelayKit.Labels;
using RelayKit.Rooms;
using RelayKit.Tenants;
using RelayKit.Testing.Histories;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Rooms;

/// <summary>The labels of a participant session: the room's and the token's, as they are when it is first seen, and never others.</summary>
public sealed class SessionStateLabelsTests
{
    private const long Start = History.AroundMs;

    private static readonly RoomKey Room = new(new TenantId(Guid.CreateVersion7()), Mode.Live, "standup");
    private static readonly RoomLife Life = new("RM_1", Start);
    private static readonly LabelSet Acme = LabelSet.Of([new("customer", "acme")]);
    private static readonly LabelSet OfRoom = LabelSet.Of([new("customer", "nobody"), new("team", "blue")]);
    private static readonly Label CustomerAcme = new("customer", "acme");

    private readonly SessionState _state = SessionState.Open(Room, Life.Sid, 1, Start, 0);
    private readonly FoldedRows _rows = new();

    [Fact]
    public void A_join_has_the_rooms_labels_and_its_own_which_hold_of_one_name()
    {
        _state.RoomLabels = OfRoom;
        Tell(Joined("PA_1", Acme));
        Tell(Joined("PA_2", null));

        Assert.Equal("customer=acme,team=blue", LabelsOf("PA_1"));
        Assert.Equal("customer=nobody,team=blue", LabelsOf("PA_2"));
        Assert.Equal(["customer=acme,team=blue", "customer=nobody,team=blue"], _state.Live.Select(live => live.Labels!.ToString()).Order());
    }

    [Fact]
    public void What_the_room_is_given_later_is_of_who_comes_later()
    {
        Tell(Joined("PA_1", null));
        _state.RoomLabels = OfRoom;
        Tell(Joined("PA_2", null));
        Tell(Life.Left("PA_1", Start, Start + 5_000));
        Tell(Life.Left("PA_2", Start, Start + 5_000));

        Assert.Equal(("", "customer=nobody,team=blue"), (LabelsOf("PA_1"), LabelsOf("PA_2")));
        Assert.DoesNotContain(_state.LineFrom(0).Labels, line => line.Line.UsedAt(Start + 60_000) != 5_000);
    }

    [Fact]
    public void A_leave_whose_join_was_lost_and_a_look_bring_them_as_well()
    {
        var left = Life.Left("PA_1", Start, Start + 5_000);
        Tell(left with { Participant = left.Participant! with { Labels = Acme } });
        _rows.Add(_state.Look(Start + 60_000, null, [RoomLife.Who("PA_2", Start + 1_000) with { Labels = Acme }])!);

        Assert.Equal(("customer=acme", "customer=acme"), (LabelsOf("PA_1"), LabelsOf("PA_2")));
    }

    [Fact]
    public void What_comes_after_the_first_sight_changes_nothing()
    {
        Tell(Joined("PA_1", Acme));
        var left = Life.Left("PA_1", Start, Start + 5_000);
        Tell(left with { Participant = left.Participant! with { Labels = OfRoom } });
        Tell(Joined("PA_1", null) with { CreatedAtMs = Start - 1 });

        Assert.Equal("customer=acme", LabelsOf("PA_1"));
        Assert.Equal(
            new LabelLine(CustomerAcme, ParticipantClass.Standard, new UsageLine(5_000, 0, 0)), Assert.Single(_state.LineFrom(0).Labels));
    }

    [Fact]
    public void A_session_that_is_read_back_knows_them()
    {
        Tell(Joined("PA_1", Acme));
        Tell(Joined("PA_2", Acme));
        Tell(Life.Left("PA_2", Start, Start + 5_000));
        var restored = SessionState.Restore(Room, _rows.Session!, [.. _rows.Participants.Values], 0);

        Assert.Equal(_state.LineFrom(0).Labels.AsEnumerable(), restored.LineFrom(0).Labels);
        var row = restored.Apply(Life.Left("PA_1", Start, Start + 9_000))!.Participant!;
        Assert.Equal(Acme, row.Labels);
        Assert.Equal(14_000, restored.LineFrom(0).Labels.Single().Line.ClosedMs);
        Assert.Equal(4_000, restored.LineFrom(Start + 5_000).Labels.Single().Line.ClosedMs);
    }

    [Fact]
    public void A_room_where_everybody_has_another_label_tells_no_lines_of_them_and_says_so()
    {
        for (var i = 0; i < SessionLine.MaxLabels; i++)
        {
            Tell(Joined($"PA_{i}", LabelSet.Of([new("user", $"{i}")])));
        }

        Assert.Equal((SessionLine.MaxLabels, false), (_state.LineFrom(0).Labels.Length, _state.LineFrom(0).LabelsLeftOut));
        Tell(Joined("PA_more", Acme));
        Assert.Equal((0, true), (_state.LineFrom(0).Labels.Length, _state.LineFrom(0).LabelsLeftOut));
    }

    private static RoomEvent Joined(string sid, LabelSet? labels)
    {
        var joined = Life.Joined(sid, Start);
        return joined with { Participant = joined.Participant! with { Labels = labels } };
    }

    private void Tell(RoomEvent told)
    {
        if (_state.Apply(told) is { } entry)
        {
            _rows.Add(entry);
        }
    }

    private string LabelsOf(string sid) => _rows.Participants[sid].Labels.ToString();
}
