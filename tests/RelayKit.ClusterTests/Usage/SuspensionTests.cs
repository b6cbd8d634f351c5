using RelayKit.ClusterTests.Cluster;
using RelayKit.ClusterTests.Reconciliation;
using RelayKit.Rooms;
using RelayKit.Tenants;
using RelayKit.Testing.Histories;
using RelayKit.Watching;

namespace RelayKit.ClusterTests.Usage;

/// <summary>What becomes of a suspended tenant's sessions, in a real cluster.</summary>
public sealed class SuspensionTests(ReconciliationFixture cluster) : IClassFixture<ReconciliationFixture>
{
    private readonly long _nowMs = cluster.Time.GetUtcNow().ToUnixTimeMilliseconds();

    [Theory]
    [InlineData(Mode.Live)]
    [InlineData(Mode.Test)]
    public async Task Without_a_grace_they_are_ended_at_once_and_told_of(Mode mode)
    {
        var room = await LiveRoomAsync(mode);

        await SuspendAsync(room, graceSeconds: 0);

        await Eventually.EqualAsync(true, () => Task.FromResult(cluster.LiveKit.Deleted.Contains(NameOf(room))));
        Assert.Equal(
            ["suspension"],
            await cluster.Database.QueryAsync(
                "select data->>'rule' from events where tenant_id = $1 and type = 'room.ending'", row => row.GetString(0), room.Tenant.Value));
    }

    [Fact]
    public async Task With_a_grace_they_go_on_until_it_is_over_also_when_nobody_was_awake()
    {
        var room = await LiveRoomAsync(Mode.Live);
        await SuspendAsync(room, graceSeconds: 600);
        cluster.Time.Advance(TimeSpan.FromSeconds(400));
        await WatchAfterSleepAsync();
        await cluster.Meter(room).WatchAsync();
        Assert.DoesNotContain(NameOf(room), cluster.LiveKit.Deleted);

        cluster.Time.Advance(TimeSpan.FromSeconds(201));
        await WatchAfterSleepAsync();

        await Eventually.EqualAsync(true, () => Task.FromResult(cluster.LiveKit.Deleted.Contains(NameOf(room))));
        cluster.Time.Advance(-TimeSpan.FromSeconds(601));
    }

    [Fact]
    public async Task Who_is_let_go_on_within_the_grace_loses_nothing()
    {
        var room = await LiveRoomAsync(Mode.Live);
        await SuspendAsync(room, graceSeconds: 60);
        Assert.True((await cluster.Tenant(room.Tenant).ResumeAsync(CancellationToken.None)).IsSuccess);

        cluster.Time.Advance(TimeSpan.FromSeconds(61));
        await WatchAfterSleepAsync();
        await cluster.Meter(room).WatchAsync();

        Assert.DoesNotContain(NameOf(room), cluster.LiveKit.Deleted);
        cluster.Time.Advance(-TimeSpan.FromSeconds(61));
    }

    [Fact]
    public async Task What_a_token_from_before_begins_later_is_ended_too()
    {
        var room = await RoomAsync(Mode.Live);
        await SuspendAsync(room, graceSeconds: 0);

        await cluster.Room(room).IngestAsync(RoomLife.At(_nowMs).Joined("PA_1", _nowMs));

        await Eventually.EqualAsync(true, () => Task.FromResult(cluster.LiveKit.Deleted.Contains(NameOf(room))));
    }

    private async Task<RoomKey> LiveRoomAsync(Mode mode)
    {
        var room = await RoomAsync(mode);
        await cluster.Room(room).IngestAsync(RoomLife.At(_nowMs - 60_000).Joined("PA_1", _nowMs - 50_000));
        await Eventually.EqualAsync(1L, async () => (await cluster.Meter(room).ReadStandingAsync()).Participants);
        return room;
    }

    private async Task<RoomKey> RoomAsync(Mode mode)
    {
        var room = new RoomKey(TenantId.New(cluster.Time), mode, "lobby");
        await cluster.Tenant(room.Tenant).CreateAsync("A tenant", null, new NewApiKey("First key", mode, null), CancellationToken.None);
        Assert.True((await cluster.Room(room).CreateAsync(new RoomSettings(), CancellationToken.None)).IsSuccess);
        return room;
    }

    private async Task SuspendAsync(RoomKey room, int graceSeconds)
    {
        var suspended = await cluster.Tenant(room.Tenant).SuspendAsync(new NewSuspension("test", TimeSpan.FromSeconds(graceSeconds)), CancellationToken.None);
        Assert.Equal(suspended.Value!.Suspension!.Since.AddSeconds(graceSeconds), suspended.Value.Suspension.SessionsEndAt);
    }

    private async Task WatchAfterSleepAsync()
    {
        await cluster.DeactivateAllAsync();
        await cluster.Grain<IWatchGrain>(IWatchGrain.Key).WatchAsync(CancellationToken.None);
    }

    private static string NameOf(RoomKey room) => new LiveKitRoomName(room, 1).ToString();
}
