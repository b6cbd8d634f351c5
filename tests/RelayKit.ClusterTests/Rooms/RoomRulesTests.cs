using RelayKit.ClusterTests.Cluster;
using RelayKit.ClusterTests.Reconciliation;
using RelayKit.Limits;
using RelayKit.Rooms;
using RelayKit.Tenants;
using RelayKit.Testing.Histories;
using RelayKit.Watching;

namespace RelayKit.ClusterTests.Rooms;

/// <summary>What rooms do when an instant has come that their rules name; sessions begin so long ago that it comes at once.</summary>
public sealed class RoomRulesTests(ReconciliationFixture cluster) : IClassFixture<ReconciliationFixture>
{
    private readonly long _nowMs = cluster.Time.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public async Task A_session_that_has_lasted_is_ended_and_its_tokens_lead_nowhere()
    {
        var room = await CreateAsync(new RoomRules { MaxSessionSeconds = 60 });
        var life = RoomLife.At(_nowMs - 59_500);
        await cluster.Room(room).IngestAsync(life.Joined("PA_1", _nowMs - 59_000));

        await Eventually.EqualAsync(true, () => Task.FromResult(cluster.LiveKit.Deleted.Contains(NameOf(room, 1))));

        await Eventually.EqualAsync(2, async () => (await cluster.Room(room).GetAsync()).Value!.LiveKitName.Generation);
        Assert.Equal("room.ending", await LastEventAsync(room));
        Assert.Contains("\"rule\":\"max_session_seconds\"", await LastEventDataAsync(room), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_participant_that_has_been_there_is_removed_and_the_others_stay()
    {
        var room = await CreateAsync(new RoomRules { MaxParticipantSeconds = 60 });
        var life = RoomLife.At(_nowMs - 100_000);
        await cluster.Room(room).IngestAsync(life.Joined("PA_new", _nowMs));
        await cluster.Room(room).IngestAsync(life.Joined("PA_old", _nowMs - 59_800));

        await Eventually.EqualAsync(true, () => Task.FromResult(cluster.LiveKit.Removed.Contains((NameOf(room, 1), "who-PA_old"))));

        Assert.DoesNotContain((NameOf(room, 1), "who-PA_new"), cluster.LiveKit.Removed);
        Assert.Equal("participant.removed", await LastEventAsync(room));
        Assert.Equal(1, (await cluster.Room(room).GetAsync()).Value!.LiveKitName.Generation);
    }

    [Fact]
    public async Task Who_has_been_alone_is_let_go_unless_LiveKit_knows_of_company()
    {
        var (lonely, company) = (await CreateAsync(new RoomRules { SoloTimeoutSeconds = 30 }), await CreateAsync(new RoomRules { SoloTimeoutSeconds = 30 }));
        foreach (var room in new[] { lonely, company })
        {
            var life = RoomLife.At(_nowMs - 60_000);
            cluster.LiveKit.Open(NameOf(room, 1), life.Sid, DateTimeOffset.FromUnixTimeMilliseconds(_nowMs - 60_000));
            cluster.LiveKit.Join(NameOf(room, 1), "PA_1", DateTimeOffset.FromUnixTimeMilliseconds(_nowMs - 50_000));
            if (room == company)
            {
                // Nobody has told RelayKit of this one.
                cluster.LiveKit.Join(NameOf(room, 1), "PA_2", DateTimeOffset.FromUnixTimeMilliseconds(_nowMs - 40_000));
            }

            await cluster.Room(room).IngestAsync(life.Joined("PA_1", _nowMs - 50_000));
        }

        await Eventually.EqualAsync(true, () => Task.FromResult(cluster.LiveKit.Deleted.Contains(NameOf(lonely, 1))));

        Assert.DoesNotContain(NameOf(company, 1), cluster.LiveKit.Deleted);
    }

    [Fact]
    public async Task A_room_that_sleeps_is_woken_in_time()
    {
        var room = await CreateAsync(new RoomRules { MaxSessionSeconds = 3_600 });
        var life = RoomLife.At(_nowMs);
        await cluster.Room(room).IngestAsync(life.Joined("PA_1", _nowMs));
        await cluster.DeactivateAllAsync();
        Assert.DoesNotContain(NameOf(room, 1), cluster.LiveKit.Deleted);

        // An hour later, by the clock alone: nobody has called the room.
        cluster.Time.Advance(TimeSpan.FromHours(1));
        await cluster.Grain<IWatchGrain>(IWatchGrain.Key).WatchAsync(CancellationToken.None);

        await Eventually.EqualAsync(true, () => Task.FromResult(cluster.LiveKit.Deleted.Contains(NameOf(room, 1))));
        cluster.Time.Advance(-TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_rooms_budget_counts_its_earlier_sessions_and_ends_what_goes_on()
    {
        var room = await CreateAsync(new RoomRules { Budget = new Budget(1, BudgetAction.End, 0) });
        var (first, second) = (RoomLife.At(_nowMs - 200_000), RoomLife.At(_nowMs - 30_000));
        await cluster.Room(room).IngestAsync(first.Left("PA_1", _nowMs - 200_000, _nowMs - 160_000));
        await cluster.Room(room).IngestAsync(first.Finished(_nowMs - 150_000));

        // 40 s are used, and 19.5 of the 20 that are left.
        await cluster.Room(room).IngestAsync(second.Joined("PA_2", _nowMs - 19_500));

        await Eventually.EqualAsync(true, () => Task.FromResult(cluster.LiveKit.Deleted.Contains(NameOf(room, 1))));
        var told = await cluster.Database.ScalarAsync<string>(
            "select string_agg(type, ',' order by seq) from events where tenant_id = $1 and type like 'usage%'", room.Tenant.Value);
        Assert.Equal("usage.threshold_reached,usage.threshold_reached,usage.cap_reached", told);
        var refused = await cluster.Room(room).AdmitAsync(new AdmissionRequest(["ada"], null));
        Assert.Equal(ErrorCode.BudgetExhausted, refused.Error?.Code);
    }

    [Fact]
    public async Task A_room_that_is_to_be_deleted_afterwards_is_deleted_also_when_it_slept_at_the_end()
    {
        var room = await CreateAsync(null);
        var life = RoomLife.At(_nowMs);
        await cluster.Room(room).IngestAsync(life.Joined("PA_1", _nowMs));
        Assert.True((await cluster.Room(room).CloseAsync(cluster.Time.GetUtcNow(), WhenLive.After, CancellationToken.None)).Value!.IsClosing);
        await cluster.DeactivateAllAsync();

        await cluster.Room(room).IngestAsync(life.Finished(_nowMs + 1_000));

        await Eventually.EqualAsync(ErrorCode.RoomNotFound, async () => (await cluster.Room(room).GetAsync()).Error?.Code ?? default);
    }

    [Fact]
    public async Task A_ban_outlives_the_activation_and_not_the_room()
    {
        var room = await CreateAsync(null);
        await cluster.Room(room).RemoveParticipantAsync(new ParticipantRemoval("eve", "spam", null, TimeSpan.FromHours(1)), CancellationToken.None);
        await cluster.DeactivateAllAsync();
        Assert.Equal(ErrorCode.IdentityBanned, (await cluster.Room(room).AdmitAsync(new AdmissionRequest(["eve"], null))).Error?.Code);

        await cluster.Room(room).CloseAsync(cluster.Time.GetUtcNow(), WhenLive.End, CancellationToken.None);
        await cluster.Room(room).CreateAsync(new RoomSettings(), CancellationToken.None);

        Assert.True((await cluster.Room(room).AdmitAsync(new AdmissionRequest(["eve"], null))).IsSuccess);
    }

    private async Task<RoomKey> CreateAsync(RoomRules? rules)
    {
        var room = new RoomKey(TenantId.New(cluster.Time), Mode.Live, "standup");
        Assert.True((await cluster.Room(room).CreateAsync(new RoomSettings { Rules = rules }, CancellationToken.None)).IsSuccess);
        return room;
    }

    private static string NameOf(RoomKey room, int generation) => new LiveKitRoomName(room, generation).ToString();

    private Task<string> LastEventAsync(RoomKey room) =>
        cluster.Database.ScalarAsync<string>("select type from events where tenant_id = $1 order by seq desc limit 1", room.Tenant.Value);

    private Task<string> LastEventDataAsync(RoomKey room) =>
        cluster.Database.ScalarAsync<string>("select data::text from events where tenant_id = $1 order by seq desc limit 1", room.Tenant.Value);
}
