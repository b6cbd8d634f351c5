using CsCheck;
using RelayKit.Limits;
using RelayKit.LiveKit;
using RelayKit.Recordings;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Recordings;

public sealed class AutomaticRecordingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);
    private static readonly TenantId Tenant = new(Guid.Parse("01990000-0000-7000-8000-000000000001"));
    private static readonly RecordedSession Session = Of(new RoomRecording { ConsentConfirmed = true });

    [Fact]
    public void Whoever_begins_an_attempt_means_the_same_recording_and_each_attempt_is_another()
    {
        var keys = Enumerable.Range(1, AutomaticRecording.MaxAttempts).Select(attempt => AutomaticRecording.KeyOf(Session, attempt)).ToList();

        Assert.Equal(keys, Enumerable.Range(1, AutomaticRecording.MaxAttempts).Select(attempt => AutomaticRecording.KeyOf(Session with { }, attempt)));
        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.All(keys, static key => Assert.Equal((Tenant, Mode.Live, RecordingPurpose.Recording), (key.Tenant, key.Mode, key.Purpose)));
        Assert.DoesNotContain(AutomaticRecording.KeyOf(Session with { Session = Guid.NewGuid() }, 1), keys);
    }

    [Theory]
    [InlineData(0, null, 1)]
    [InlineData(1, 29, null)]
    [InlineData(1, 30, 2)]
    [InlineData(2, 59, null)]
    [InlineData(2, 60, 3)]
    [InlineData(4, 239, null)]
    [InlineData(4, 240, 5)]
    [InlineData(5, 100_000, null)]
    public void An_attempt_follows_a_failure_after_a_wait_that_doubles_and_the_fifth_is_the_last(int failures, int? secondsAgo, int? attempt) =>
        Assert.Equal(
            attempt,
            AutomaticRecording.AttemptDue(new UnrecordedSession(Session, failures, secondsAgo is { } ago ? Now.AddSeconds(-ago) : null), Wait, Now));

    [Fact]
    public void Attempts_never_come_sooner_than_the_one_before_has_failed_and_never_without_end() =>
        Gen.Int[0, 40].Array[0, 20].Sample(gaps =>
        {
            var (attempts, at) = (new List<int>(), Now);
            var session = new UnrecordedSession(Session, 0, null);
            foreach (var gap in gaps)
            {
                at = at.AddSeconds(gap);
                if (AutomaticRecording.AttemptDue(session, Wait, at) is { } attempt)
                {
                    attempts.Add(attempt);
                    session = session with { Failures = attempt, LastFailureAt = at };
                }
            }

            Assert.Equal(Enumerable.Range(1, attempts.Count), attempts);
            Assert.InRange(attempts.Count, 0, AutomaticRecording.MaxAttempts);
        });

    [Fact]
    public void A_room_without_tracks_waits() =>
        Assert.Equal(
            (false, false, true),
            (AutomaticRecording.HasMedia([]), AutomaticRecording.HasMedia([Who()]), AutomaticRecording.HasMedia([Who(), Who(new LiveKitTrack { Sid = "TR_1" })])));

    [Theory]
    [InlineData(null, 10_800)]
    [InlineData(600, 600)]
    [InlineData(86_400, 10_800)]
    public void It_is_recorded_as_the_room_says_within_the_operators_time_and_the_tenants_limits(int? asked, int seconds)
    {
        var policy = new TenantPolicy
        {
            Version = 1,
            LiveKitCluster = "main",
            Settings = new TenantSettings { Limits = LimitSet.None with { Recordings = 3, Streams = 1 } },
        };
        var rule = new RoomRecording { Layout = "speaker", AudioOnly = true, Format = RecordingFormat.Mp3, Preset = 2, MaxSeconds = asked };

        var order = AutomaticRecording.OrderOf(Of(rule), policy, 10_800);

        Assert.True(order.IsAutomatic);
        Assert.Equal((seconds, RecordingFormat.Mp3, 2, "main"), (order.MaxSeconds, order.Format, order.Preset, order.Cluster));
        Assert.Equal((RecordingKind.RoomComposite, "speaker", true, false), (order.Source.Kind, order.Source.Layout, order.Source.AudioOnly, order.Source.VideoOnly));
        Assert.Equal((Session.Room, Session.Session), (order.Source.Room, order.Source.Session));
        Assert.Equal([(LimitNames.Recordings, 3L)], order.Limits.Select(static limit => (limit.Name, limit.Value)));
    }

    private static RecordedSession Of(RoomRecording rule) => new(
        new LiveKitRoomName(new RoomKey(Tenant, Mode.Live, "standup"), 2),
        Guid.Parse("01990000-0000-7000-8000-000000000002"),
        Now.ToUnixTimeMilliseconds(),
        "main",
        rule);

    private static LiveKitParticipant Who(params LiveKitTrack[] tracks) => new() { Sid = "PA_1", Identity = "ada", Tracks = tracks };
}
