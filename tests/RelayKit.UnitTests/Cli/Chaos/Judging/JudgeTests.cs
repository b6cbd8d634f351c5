using RelayKit.Cli.Chaos.Judging;
using RelayKit.Cli.Chaos.Truth;

namespace RelayKit.UnitTests.Cli.Chaos.Judging;

/// <summary>What a run would report of a ledger that is wrong in one thing, and that it does not report what is right.</summary>
public sealed class JudgeTests
{
    private const long Created = 1_796_000_000_000;
    private const long Joined = Created + 250;
    private const long LeftMs = Created + 60_700;
    private const long LeftTold = Created + 60_000;
    private const long EndTold = Created + 90_000;

    private static readonly WebhookFate Acknowledged = new("acknowledged", 1, []);
    private static readonly WebhookFate Dropped = new("dropped", 0, ["drop"]);
    private static readonly WebhookFate Unanswered = new("gave_up", 5, []);

    private static readonly TrueParticipant Ada = new()
    {
        Sid = "PA_1",
        Identity = "ada",
        Kind = "standard",
        JoinedAtMs = Joined,
        LeftAtMs = LeftMs,
        LeftCreatedAt = LeftTold / 1000,
        ActiveEver = true,
        Joined = Acknowledged,
        Left = Acknowledged,
        WasListed = false,
    };

    private static readonly TrueRoom Room = new()
    {
        Name = "ten_x:room:1",
        Sid = "RM_1",
        CreationTimeMs = Created,
        FinishedAt = EndTold / 1000,
        EndedAtMs = EndTold + 300,
        Started = Acknowledged,
        Finished = Acknowledged,
        Participants = [Ada],
    };

    private static readonly LedgerSession Session = new("RM_1", Created, EndTold, EndEstimated: false);

    private static readonly LedgerParticipant Row =
        new(Guid.Empty, "RM_1", "PA_1", "ada", "standard", Joined, LeftTold, JoinTold: true, LeaveTold: true, EndEstimated: false);

    private static readonly LedgerParticipant Estimate = Row with { EndedAtMs = Created + 25_000, LeaveTold = false, EndEstimated = true };

    private static readonly WholeLook Look = new(Created + 30_000, Created + 30_200, Created + 30_000);

    public static TheoryData<string, string> Lies => new()
    {
        { "acknowledged and lost", "no session" },
        { "acknowledged and lost", "no participant" },
        { "acknowledged and lost", "join not in the row" },
        { "acknowledged and lost", "estimate in place of a leave that was told" },
        { "acknowledged and lost", "estimate in place of a room's end that was told" },
        { "start", "session starts elsewhere" },
        { "end", "session ends elsewhere" },
        { "end", "leave a second off" },
        { "join", "join a millisecond off" },
        { "join", "another class" },
        { "still open", "participant open" },
        { "still open", "session open" },
        { "never happened", "unknown participant" },
        { "never happened", "unknown session" },
    };

    [Fact]
    public void What_was_told_and_is_there_is_right()
    {
        var judgement = Compare(Room, Session, Row);

        Assert.Empty(judgement.Differences);
        Assert.Equal((1, LeftTold - Joined, LeftTold - Joined), Of(judgement, Ground.Leave));
        Assert.Equal((4, 0), (judgement.Acknowledged, judgement.NotAcknowledged));
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public void A_ledger_that_is_wrong_in_one_thing_is_found(string law, string lie)
    {
        var (session, row) = (Session, (LedgerParticipant?)Row);
        var more = new List<LedgerParticipant>();
        var sessions = new List<LedgerSession>();
        switch (lie)
        {
            case "no session": (session, row) = (null, null); break;
            case "no participant": row = null; break;
            case "join not in the row": row = Row with { JoinTold = false }; break;
            case "estimate in place of a leave that was told": row = Estimate; break;
            case "estimate in place of a room's end that was told": session = Session with { EndEstimated = true }; break;
            case "session starts elsewhere": session = Session with { StartedAtMs = Created + 1 }; break;
            case "session ends elsewhere": session = Session with { EndedAtMs = EndTold - 1000 }; break;
            case "leave a second off": row = Row with { EndedAtMs = LeftTold + 1000 }; break;
            case "join a millisecond off": row = Row with { JoinedAtMs = Joined - 1 }; break;
            case "another class": row = Row with { Kind = "agent" }; break;
            case "participant open": row = Row with { EndedAtMs = null }; break;
            case "session open": session = Session with { EndedAtMs = null }; break;
            case "unknown participant": more.Add(Row with { Sid = "PA_2" }); break;
            case "unknown session": sessions.Add(Session with { Sid = "RM_2" }); break;
            default: throw new ArgumentException(lie);
        }

        var judgement = Judge.Compare(
            [Room], new LedgerRows([.. session is null ? [] : new[] { session }, .. sessions], [.. row is null ? [] : new[] { row }, .. more]), []);

        Assert.Contains(law, judgement.Differences.Select(difference => difference.Law));
    }

    [Fact]
    public void A_leave_that_never_arrived_ends_between_the_last_look_and_the_truth()
    {
        var room = Room with { FinishedAt = null, Finished = null, Participants = [Ada with { Left = Dropped, LeftCreatedAt = null, WasListed = true }] };
        var session = Session with { EndedAtMs = Created + 25_000, EndEstimated = true };

        Assert.Empty(Compare(room, session, Estimate, Look).Differences);
        Assert.Empty(Compare(room, session, Estimate with { EndedAtMs = LeftMs }, Look).Differences);
        Assert.Equal("estimate", Assert.Single(Compare(room, session, Estimate with { EndedAtMs = Created + 24_999 }, Look).Differences).Law);
        Assert.Equal("estimate", Assert.Single(Compare(room, session, Estimate with { EndedAtMs = LeftMs + 1 }, Look).Differences).Law);
        Assert.Equal("never told", Assert.Single(Compare(room, session, Row with { EndedAtMs = LeftTold }, Look).Differences, d => d.Law == "never told").Law);
    }

    [Fact]
    public void A_leave_whose_answer_was_lost_may_be_known_or_not()
    {
        var room = Room with { Participants = [Ada with { Left = Unanswered, WasListed = true }] };

        Assert.Empty(Compare(room, Session, Row).Differences);
        Assert.Empty(Compare(room, Session, Row with { EndedAtMs = EndTold, LeaveTold = false }).Differences);
        Assert.Empty(Compare(room, Session, Estimate).Differences);
    }

    [Fact]
    public void The_rooms_end_ends_those_whose_leave_was_lost()
    {
        var room = Room with { Participants = [Ada with { Left = Dropped }] };
        var judgement = Compare(room, Session, Row with { EndedAtMs = EndTold, LeaveTold = false });

        Assert.Empty(judgement.Differences);
        Assert.Equal((1, EndTold - Joined, EndTold - Joined), Of(judgement, Ground.RoomEnd));
    }

    [Fact]
    public void Whoever_was_neither_told_of_nor_seen_is_counted_as_missing_and_is_no_fault()
    {
        var room = Room with { Participants = [Ada with { Joined = Dropped, Left = Dropped }] };
        var judgement = Compare(room, Session, null);

        Assert.Empty(judgement.Differences);
        Assert.Equal((1, LeftTold - Joined, 0), Of(judgement, Ground.Nothing));
        Assert.Contains("never told", Compare(room, Session, Row).Differences.Select(difference => difference.Law));
    }

    [Fact]
    public void Whoever_was_seen_by_a_look_has_to_be_there()
    {
        var room = Room with { Participants = [Ada with { Joined = Dropped, Left = Dropped, WasListed = true }] };

        Assert.Equal("seen and lost", Assert.Single(Compare(room, Session, null, Look).Differences).Law);
    }

    [Fact]
    public void Whoever_never_connected_is_not_counted()
    {
        var room = Room with { Participants = [Ada with { ActiveEver = false, Joined = null, Left = null, LeftCreatedAt = null }] };

        Assert.Empty(Compare(room, Session, null).Differences);
        Assert.Contains("never told", Compare(room, Session, Row).Differences.Select(difference => difference.Law));
    }

    [Fact]
    public void A_sound_webhook_that_was_refused_is_a_fault()
    {
        var refused = new WebhookFate("refused", 1, []);

        Assert.Equal("refused", Assert.Single(Compare(Room with { Started = refused }, Session, Row).Differences).Law);
        Assert.Empty(Compare(Room with { Started = refused with { Faults = ["stale_token"] } }, Session, Row).Differences);
    }

    private static Judgement Compare(TrueRoom room, LedgerSession session, LedgerParticipant? row, params WholeLook[] looks) =>
        Judge.Compare([room], new LedgerRows([session], row is null ? [] : [row]), looks);

    private static (int Participants, long TrueMs, long LedgerMs) Of(Judgement judgement, Ground ground) =>
        (judgement.Shares[ground].Participants, judgement.Shares[ground].TrueMs, judgement.Shares[ground].LedgerMs);
}
