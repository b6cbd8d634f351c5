using CsCheck;
using RelayKit.Labels;
using RelayKit.Rooms;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Rooms;

public sealed class LiveParticipantsTests
{
    /// <summary>All that JSON brings: half of a surrogate pair it does not.</summary>
    private static readonly Gen<string> Text = Gen.OneOf(Gen.String[Gen.Char['\u0001', '\ud7ff'], 0, 200], Gen.Const("😀 Ada"), Gen.Const("\uffff"));

    private static readonly Gen<LabelSet?> LabelsOrNone =
        Gen.Int[0, 3].Select(number => number == 0 ? null : LabelSet.Of([new("customer", $"customer-{number}")]));

    private static readonly Gen<LiveParticipant> Participant = Gen.Select(
        Gen.Guid, Text, Text, Text, Gen.Enum<ParticipantClass>(), Gen.Long, LabelsOrNone).Select((id, sid, identity, name, @class, joinedAtMs, labels) =>
        new LiveParticipant { Id = id, LiveKitSid = sid, Identity = identity, Name = name, Class = @class, JoinedAtMs = joinedAtMs, Labels = labels });

    [Fact]
    public void Whoever_was_added_comes_back_as_he_was_until_he_is_taken_out() => Participant.Array[0, 30].Sample(added =>
    {
        var expected = added.DistinctBy(participant => participant.LiveKitSid).ToDictionary(participant => participant.LiveKitSid, StringComparer.Ordinal);
        var labels = new LabelNumbers();
        var live = new LiveParticipants(0, labels);
        foreach (var participant in expected.Values)
        {
            live.Add(participant.Id, ToFact(participant), labels.Of(participant.Labels ?? LabelSet.Empty), participant.JoinedAtMs);
        }

        while (true)
        {
            Assert.Equal(expected.Values.OrderBy(p => p.LiveKitSid, StringComparer.Ordinal), live.OrderBy(p => p.LiveKitSid, StringComparer.Ordinal));
            Assert.Equal(expected.Count, live.Count);
            Assert.Equal(expected.Values.Count(participant => participant.Class.KeepsRoomOpen()), live.CountKeepingOpen());
            if (expected.Count == 0)
            {
                return;
            }

            var (sid, gone) = expected.First();
            expected.Remove(sid);
            var known = new LiveConnection(gone.Id, gone.Class, labels.Of(gone.Labels ?? LabelSet.Empty), gone.JoinedAtMs);
            Assert.True(live.TryGet(sid, out var found) && found == known);
            Assert.True(live.Remove(sid, out var removed) && removed == known);
            Assert.False(live.TryGet(sid, out _) || live.Remove(sid, out _) || live.TryMoveJoin(sid, 0, out _));
        }
    });

    [Fact]
    public void A_join_that_moves_keeps_all_the_rest() => Gen.Select(Participant, Gen.Long).Sample((participant, earlierMs) =>
    {
        var labels = new LabelNumbers();
        var live = new LiveParticipants(1, labels);
        live.Add(participant.Id, ToFact(participant), labels.Of(participant.Labels ?? LabelSet.Empty), participant.JoinedAtMs);

        Assert.True(live.TryMoveJoin(participant.LiveKitSid, earlierMs, out var moved));

        Assert.Equal(participant with { JoinedAtMs = earlierMs }, moved);
        Assert.Equal(moved, Assert.Single(live));
    });

    [Fact]
    public void A_sid_is_found_whole_or_not_at_all()
    {
        var live = new LiveParticipants(0, new LabelNumbers());
        live.Add(Guid.CreateVersion7(), new ParticipantFact { Sid = "PA_1", Identity = "ada", Name = "Ada" }, 0, 1);

        Assert.False(live.TryGet("PA_", out _));
        Assert.False(live.TryGet("PA_1ada", out _));
        Assert.False(live.TryGet("", out _));
        Assert.True(live.TryGet("PA_1", out _));
    }

    private static ParticipantFact ToFact(LiveParticipant participant) => new()
    {
        Sid = participant.LiveKitSid,
        Identity = participant.Identity,
        Name = participant.Name,
        Class = participant.Class,
    };
}
