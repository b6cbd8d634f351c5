using RelayKit.ClusterTests.Cluster;
using RelayKit.LiveKit;
using RelayKit.Reconciliation;
using RelayKit.Rooms;
using RelayKit.Tenants;
using RelayKit.Testing.Histories;
using RelayKit.Usage;

namespace RelayKit.ClusterTests.Reconciliation;

public sealed class ReconciliationGrainTests(ReconciliationFixture cluster) : IClassFixture<ReconciliationFixture>, IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private RoomKey _key;
    private RoomLife _life = null!;

    private string Name => new LiveKitRoomName(_key, 1).ToString();

    private DateTimeOffset Now => cluster.Time.GetUtcNow();

    public async Task InitializeAsync()
    {
        cluster.LiveKit.IsDown = false;
        cluster.LiveKit.Crash();
        _key = await cluster.CreateRoomAsync();
        _life = RoomLife.At(Now.ToUnixTimeMilliseconds());
        cluster.LiveKit.Open(Name, _life.Sid, Now);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_leave_that_was_lost_is_found_by_two_looks_and_metered_to_the_last_that_saw_it()
    {
        var joinedMs = await JoinAsync("PA_1");
        var seenMs = (await LookAsync()).ListedAtMs!.Value;
        cluster.LiveKit.Leave(Name, "PA_1");

        await LookAfterAMinuteAsync();
        Assert.Single((await cluster.Room(_key).ListParticipantsAsync()).Value.ToArray());
        var report = await LookAfterAMinuteAsync();

        Assert.True(report.Outcome.Closed >= 1);
        Assert.Empty((await cluster.Room(_key).ListParticipantsAsync()).Value.ToArray());
        await MeteredAsync(seenMs - SessionState.CountLagMs - joinedMs, byLooks: true);
    }

    [Fact]
    public async Task An_agent_whose_leave_was_lost_is_metered_to_the_last_look_that_saw_it_though_livekit_does_not_count_agents()
    {
        await JoinAsync("PA_1");
        var joinedMs = Now.ToUnixTimeMilliseconds();
        cluster.LiveKit.Join(Name, "PA_agent", Now, ParticipantKind.Agent);
        var told = _life.Joined("PA_agent", joinedMs);
        await cluster.Room(_key).IngestAsync(told with { Participant = told.Participant! with { Class = ParticipantClass.Agent } });
        var seenMs = (await LookAfterAMinuteAsync()).ListedAtMs!.Value;
        cluster.LiveKit.Leave(Name, "PA_agent");

        await LookAfterAMinuteAsync();
        await LookAfterAMinuteAsync();

        await Eventually.EqualAsync(
            seenMs - SessionState.CountLagMs - joinedMs,
            async () => (await cluster.Meter(_key).ReadAsync()).UsedMs[(int)ParticipantClass.Agent]);
    }

    [Fact]
    public async Task A_join_that_was_lost_is_found_and_metered_from_livekits_instant()
    {
        var joinedMs = Now.ToUnixTimeMilliseconds();
        cluster.LiveKit.Join(Name, "PA_1", DateTimeOffset.FromUnixTimeMilliseconds(joinedMs));
        cluster.Time.Advance(Minute);

        Assert.Equal(1, (await LookAsync()).Outcome.Found);

        var found = Assert.Single((await cluster.Room(_key).ListParticipantsAsync()).Value.ToArray());
        Assert.Equal(("PA_1", joinedMs), (found.LiveKitSid, found.JoinedAtMs));
        await Eventually.EqualAsync(1L, async () => (await cluster.Meter(_key).ReadAsync()).Active.Sum());
        Assert.Equal(0, await ConfirmedMsAsync());

        Assert.Equal(IngestOutcome.Committed, await cluster.Room(_key).IngestAsync(_life.Joined("PA_1", joinedMs)));
        await Eventually.EqualAsync(true, async () => await ConfirmedMsAsync() >= 60_000);

        async Task<long> ConfirmedMsAsync()
        {
            var reading = await cluster.Meter(_key).ReadAsync();
            return reading.UsedMs.Sum() - reading.ReconciledMs!.Value.Sum();
        }
    }

    [Fact]
    public async Task A_livekit_that_has_forgotten_everything_ends_the_sessions_at_the_last_look()
    {
        var joinedMs = await JoinAsync("PA_1");
        var seenMs = (await LookAsync()).ListedAtMs!.Value;
        cluster.LiveKit.Crash();

        await LookAfterAMinuteAsync();
        var report = await LookAfterAMinuteAsync();

        Assert.True(report.Outcome is { Closed: >= 1, Ended: >= 1 });
        Assert.Equal(RoomStatus.Idle, (await cluster.Room(_key).GetAsync()).Value!.Status);
        await MeteredAsync(seenMs - SessionState.CountLagMs - joinedMs, byLooks: true);
    }

    [Fact]
    public async Task A_livekit_that_does_not_answer_changes_nothing_however_long()
    {
        await JoinAsync("PA_1");
        await LookAsync();
        cluster.LiveKit.IsDown = true;

        for (var i = 0; i < 5; i++)
        {
            Assert.Null((await LookAfterAMinuteAsync()).ListedAtMs);
        }

        Assert.Single((await cluster.Room(_key).ListParticipantsAsync()).Value.ToArray());
    }

    [Fact]
    public async Task Silos_that_die_between_two_looks_do_not_lose_what_the_first_has_seen()
    {
        var joinedMs = await JoinAsync("PA_1");
        var seenMs = (await LookAsync()).ListedAtMs!.Value;
        cluster.LiveKit.Leave(Name, "PA_1");
        await LookAfterAMinuteAsync();

        await cluster.DeactivateAllAsync();
        await LookAfterAMinuteAsync();
        await LookAfterAMinuteAsync();

        await MeteredAsync(seenMs - SessionState.CountLagMs - joinedMs, byLooks: true);
    }

    [Fact]
    public async Task A_leave_that_is_told_after_all_is_metered_by_what_livekit_says()
    {
        var joinedMs = await JoinAsync("PA_1");
        await LookAsync();
        cluster.Time.Advance(TimeSpan.FromSeconds(30));
        var leftMs = Now.ToUnixTimeMilliseconds();
        cluster.LiveKit.Leave(Name, "PA_1");
        await LookAfterAMinuteAsync();
        await LookAfterAMinuteAsync();

        Assert.Equal(IngestOutcome.Committed, await cluster.Room(_key).IngestAsync(_life.Left("PA_1", joinedMs, leftMs)));

        await MeteredAsync(leftMs - joinedMs, byLooks: false);
    }

    [Fact]
    public async Task A_room_that_agrees_is_asked_who_is_there_only_in_its_turn()
    {
        await JoinAsync("PA_1");
        var before = cluster.LiveKit.TimesAskedWhoIsThere;

        for (var i = 0; i < LookPlan.Turns; i++)
        {
            await LookAfterAMinuteAsync();
        }

        Assert.Equal(1, cluster.LiveKit.TimesAskedWhoIsThere - before);
    }

    [Fact]
    public async Task A_look_is_not_due_again_within_half_a_period()
    {
        await LookAsync();
        cluster.LiveKit.Join(Name, "PA_1", Now);

        await Looks.LookWhenDueAsync(CancellationToken.None);
        Assert.Empty((await cluster.Room(_key).ListParticipantsAsync()).Value.ToArray());
        cluster.Time.Advance(Minute);
        await Looks.LookWhenDueAsync(CancellationToken.None);

        Assert.Single((await cluster.Room(_key).ListParticipantsAsync()).Value.ToArray());
    }

    [Fact]
    public async Task A_livekit_that_does_not_answer_is_asked_once_in_a_period_whichever_silos_call()
    {
        cluster.Time.Advance(Minute);
        cluster.LiveKit.IsDown = true;
        var before = cluster.LiveKit.TimesLookedAt;

        await Looks.LookWhenDueAsync(CancellationToken.None);
        await Looks.LookWhenDueAsync(CancellationToken.None);
        Assert.Equal(before + 1, cluster.LiveKit.TimesLookedAt);
        cluster.Time.Advance(Minute);
        await Looks.LookWhenDueAsync(CancellationToken.None);

        Assert.Equal(before + 2, cluster.LiveKit.TimesLookedAt);
    }

    [Fact]
    public async Task Whoever_joins_an_old_generation_is_not_counted_and_livekit_is_told_to_end_it()
    {
        Assert.True((await cluster.Room(_key).DeleteAsync(Now, CancellationToken.None)).IsSuccess);
        cluster.Time.Advance(Minute);
        var again = RoomLife.At(Now.ToUnixTimeMilliseconds());
        cluster.LiveKit.Open(Name, again.Sid, Now);
        cluster.LiveKit.Join(Name, "PA_late", Now);
        var deleted = cluster.LiveKit.Deleted.Count;

        Assert.Equal(IngestOutcome.NothingNew, await cluster.Room(_key).IngestAsync(again.Joined("PA_late", Now.ToUnixTimeMilliseconds())));

        await Eventually.EqualAsync(deleted + 1, () => Task.FromResult(cluster.LiveKit.Deleted.Count));
        Assert.Equal(0, await cluster.Database.ScalarAsync<long>(
            "select count(*) from participant_sessions where tenant_id = $1", _key.Tenant.Value));
    }

    [Fact]
    public async Task One_tenants_rooms_can_be_looked_at_alone()
    {
        cluster.LiveKit.Join(Name, "PA_1", Now);

        Assert.Equal(0, (await Looks.LookAsync(TenantId.New(cluster.Time), CancellationToken.None)).RoomsAsked);
        Assert.Equal(1, (await Looks.LookAsync(_key.Tenant, CancellationToken.None)).Outcome.Found);
    }

    private IReconciliationGrain Looks => cluster.Grain<IReconciliationGrain>(ReconciliationFixture.LiveKitName);

    private async Task<long> JoinAsync(string sid)
    {
        var joinedMs = Now.ToUnixTimeMilliseconds();
        cluster.LiveKit.Join(Name, sid, Now);
        Assert.Equal(IngestOutcome.Committed, await cluster.Room(_key).IngestAsync(_life.Joined(sid, joinedMs)));
        cluster.Time.Advance(Minute);
        return joinedMs;
    }

    private Task<LookReport> LookAsync() => Looks.LookAsync(only: null, CancellationToken.None);

    private Task<LookReport> LookAfterAMinuteAsync()
    {
        cluster.Time.Advance(Minute);
        return LookAsync();
    }

    /// <param name="expectedMs">All that is metered.</param>
    /// <param name="byLooks">Whether that rests on looks, or on LiveKit's word.</param>
    private Task MeteredAsync(long expectedMs, bool byLooks) => Eventually.EqualAsync((expectedMs, byLooks ? expectedMs : 0, 0), async () =>
    {
        var reading = await cluster.Meter(_key).ReadAsync();
        return (reading.UsedMs.Sum(), reading.ReconciledMs!.Value.Sum(), reading.PresumedMs!.Value.Sum());
    });
}
