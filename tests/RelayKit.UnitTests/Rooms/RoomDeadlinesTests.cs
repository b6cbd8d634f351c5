using RelayKit.Rooms;
using RelayKit.Tenants;
using RelayKit.Testing.Histories;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Rooms;

public sealed class RoomDeadlinesTests
{
    private const long Start = 1_796_068_800_000;

    private static readonly RoomKey Room = new(new TenantId(Guid.CreateVersion7()), Mode.Live, "standup");

    private readonly RoomLife _life = RoomLife.At(Start);
    private readonly SessionState _session;

    public RoomDeadlinesTests() => _session = SessionState.Open(Room, _life.Sid, 1, Start, UsagePeriod.Containing(DateTimeOffset.FromUnixTimeMilliseconds(Start)).StartMs);

    [Fact]
    public void A_session_ends_when_it_has_lasted_or_its_room_expires()
    {
        var expiresAt = DateTimeOffset.FromUnixTimeMilliseconds(Start + 90_000);
        var rules = new RoomRules { MaxSessionSeconds = 60, ExpiresAt = expiresAt };

        Assert.Equal(
            [new RoomDeadline(Start + 90_000, RoomRule.ExpiresAt), new RoomDeadline(Start + 60_000, RoomRule.MaxSessionSeconds)], Of(rules));
        Assert.Empty(Of(new RoomRules { ExpiresAt = expiresAt, StaysAfterExpiry = true }));
    }

    [Fact]
    public void A_participant_ends_when_it_has_been_there_and_agents_do_not()
    {
        _session.Apply(_life.Joined("PA_1", Start + 1_000));
        _session.Apply(_life.Event(RoomEventType.ParticipantJoined, Start, RoomLife.Who("PA_2", Start) with { Class = ParticipantClass.Agent }));

        Assert.Equal(
            [new RoomDeadline(Start + 11_000, RoomRule.MaxParticipantSeconds, "PA_1")], Of(new RoomRules { MaxParticipantSeconds = 10 }));
    }

    [Fact]
    public void One_is_alone_since_the_others_left_or_it_came_itself()
    {
        var rules = new RoomRules { SoloTimeoutSeconds = 10 };
        Assert.Empty(Of(rules));

        _session.Apply(_life.Joined("PA_1", Start + 1_000));
        Assert.Equal([new RoomDeadline(Start + 11_000, RoomRule.SoloTimeoutSeconds)], Of(rules));

        _session.Apply(_life.Joined("PA_2", Start + 2_000));
        Assert.Empty(Of(rules));

        _session.Apply(_life.Left("PA_1", Start + 1_000, Start + 5_000));
        Assert.Equal([new RoomDeadline(Start + 15_000, RoomRule.SoloTimeoutSeconds)], Of(rules));

        // A recorder is no company.
        _session.Apply(_life.Event(RoomEventType.ParticipantJoined, Start, RoomLife.Who("PA_3", Start + 6_000) with { Class = ParticipantClass.Egress }));
        Assert.Equal([new RoomDeadline(Start + 15_000, RoomRule.SoloTimeoutSeconds)], Of(rules));
    }

    [Fact]
    public void Nobody_publishes_since_the_last_track_has_gone()
    {
        var tracks = new PublishedTracks(Start);
        Assert.Equal(Start, tracks.QuietSinceMs);

        tracks.Apply(Track(RoomEventType.TrackPublished, "PA_1", "TR_1", Start + 1_000));
        tracks.Apply(Track(RoomEventType.TrackPublished, "PA_2", "TR_2", Start + 2_000));
        Assert.Null(tracks.QuietSinceMs);

        tracks.Apply(Track(RoomEventType.TrackUnpublished, "PA_1", "TR_1", Start + 3_000));
        Assert.Null(tracks.QuietSinceMs);
        tracks.Apply(_life.Left("PA_2", Start, Start + 4_000));
        Assert.Equal(Start + 4_000, tracks.QuietSinceMs);
        Assert.Equal(
            [new RoomDeadline(Start + 34_000, RoomRule.IdleTimeoutSeconds)],
            RoomDeadlines.Of(new RoomRules { IdleTimeoutSeconds = 30 }, _session, tracks.QuietSinceMs));

        tracks.Replace([("PA_9", "TR_9")], Start + 5_000);
        Assert.Null(tracks.QuietSinceMs);
    }

    [Fact]
    public void A_session_that_lasts_into_another_period_is_counted_whole_for_its_own_budget()
    {
        _session.Apply(_life.Joined("PA_1", Start));
        _session.Apply(_life.Left("PA_1", Start, Start + 60_000));
        _session.Apply(_life.Joined("PA_2", Start + 30_000));
        Assert.Equal(new UsageLine(60_000, 1, Start + 30_000), _session.BilledFrom(Start));

        // The meter goes on in the next period.
        _session.LineFrom(Start + 45_000);

        Assert.Equal(new UsageLine(60_000, 1, Start + 30_000), _session.BilledFrom(Start));
        Assert.Equal(new UsageLine(15_000, 1, Start + 45_000), _session.BilledFrom(Start + 45_000));
    }

    private IEnumerable<RoomDeadline> Of(RoomRules rules) => RoomDeadlines.Of(rules, _session, quietSinceMs: null);

    private RoomEvent Track(RoomEventType type, string participant, string track, long atMs) =>
        _life.Event(type, atMs, RoomLife.Who(participant, atMs)) with { Track = new TrackFact(track, "audio", "microphone", "") };
}
