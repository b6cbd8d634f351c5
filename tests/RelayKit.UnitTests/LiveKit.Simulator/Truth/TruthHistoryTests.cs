using RelayKit.LiveKit.Simulator.Nodes;
using RelayKit.LiveKit.Simulator.Rooms;
using RelayKit.LiveKit.Simulator.Tokens;
using RelayKit.LiveKit.Simulator.Truth;

namespace RelayKit.UnitTests.LiveKit.Simulator.Truth;

public sealed class TruthHistoryTests
{
    private readonly LiveKitNode _node = new("a", new WatchedTime());

    [Fact]
    public void Rooms_that_are_over_are_forgotten_first_and_that_is_said()
    {
        var history = new TruthHistory(maxParticipants: 40);
        var living = Fill(history, over: false, left: 0, present: 10);
        var over = Enumerable.Range(0, 3).Select(_ => Fill(history, over: true, left: 10, present: 0)).ToList();
        Assert.Equal((0, 0), (history.ForgottenRooms, history.ForgottenParticipants));
        Fill(history, over: false, left: 0, present: 1);
        Assert.Equal((1, 10), (history.ForgottenRooms, history.ForgottenParticipants));
        Assert.Contains(living, history.Rooms);
        Assert.DoesNotContain(over[0], history.Rooms);
        Assert.Contains(over[1], history.Rooms);
    }

    [Fact]
    public void Who_left_a_room_that_lives_is_forgotten_next_and_who_is_there_never()
    {
        var history = new TruthHistory(maxParticipants: 40);
        var room = Fill(history, over: false, left: 30, present: 15);
        Assert.Equal(0, history.ForgottenRooms);
        Assert.True(history.ForgottenParticipants is >= 5 and <= 15);
        Assert.Equal(45 - history.ForgottenParticipants, room.Everybody.Count);
        Assert.Equal(15, room.Everybody.Count(participant => participant.LeftAtMs is null));
    }

    [Fact]
    public void A_million_connections_fit() => Assert.Equal(1_000_000, TruthHistory.MaxParticipants);

    [Fact]
    public void Of_looks_the_last_ones_are_kept_as_many_as_fit()
    {
        var room = new SimulatedRoom("r", _node);
        var book = new LookBook(maxLooks: 5, maxRooms: 6);
        for (var i = 0; i < 8; i++)
        {
            var look = new Look("ListRooms", null, 0);
            look.See(room, 0);
            look.See(room, 0);
            book.Add(look, 0);
        }

        Assert.Equal([5L, 6L, 7L], book.Looks.Select(look => look.Time.Number));
        Assert.Equal((8, 5), (book.Count, book.Forgotten));
    }

    private SimulatedRoom Fill(TruthHistory history, bool over, int left, int present)
    {
        var room = new SimulatedRoom("r", _node) { EndedAtMs = over ? 1 : null };
        history.Add(room);
        for (var i = 0; i < left + present; i++)
        {
            var participant = new SimulatedParticipant(new TokenClaims { Identity = $"{i}" }, 0);
            participant.Truth.LeftAtMs = i < left ? 1 : null;
            room.Add(participant);
            history.CountParticipant();
        }

        return room;
    }
}
