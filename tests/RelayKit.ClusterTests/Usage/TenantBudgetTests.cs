using RelayKit.ClusterTests.Cluster;
using RelayKit.ClusterTests.Reconciliation;
using RelayKit.Labels;
using RelayKit.Limits;
using RelayKit.Rooms;
using RelayKit.Tenants;
using RelayKit.Testing.Histories;
using RelayKit.Watching;

namespace RelayKit.ClusterTests.Usage;

/// <summary>Budgets of a tenant on its meter's line, in a real cluster: told at their instant, and also when the meter slept.</summary>
public sealed class TenantBudgetTests(ReconciliationFixture cluster) : IClassFixture<ReconciliationFixture>
{
    private static readonly LabelSet Acme = LabelSet.Of([new("customer", "acme")]);

    private readonly long _nowMs = cluster.Time.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public async Task A_budget_that_is_used_up_is_told_at_its_instant_and_ends_every_room()
    {
        var (one, other) = await TwoRoomsAsync(new Budget(1, BudgetAction.End, 0));

        // Each has 29.9 s by now, so a minute is full in a tenth of a second.
        await cluster.Room(one).IngestAsync(RoomLife.At(_nowMs - 60_000).Joined("PA_1", _nowMs - 29_900));
        await cluster.Room(other).IngestAsync(RoomLife.At(_nowMs - 60_000).Joined("PA_2", _nowMs - 29_900));

        await Eventually.EqualAsync(true, () => Task.FromResult(cluster.LiveKit.Deleted.Contains(NameOf(one)) && cluster.LiveKit.Deleted.Contains(NameOf(other))));
        var capReachedAtMs = await cluster.Database.ScalarAsync<long>(
            "select created_at_ms from events where tenant_id = $1 and type = 'usage.cap_reached'", one.Tenant.Value);
        Assert.Equal(_nowMs + 100, capReachedAtMs);
        Assert.Equal("70,90,100", string.Join(',', await PercentsAsync(one.Tenant)));
    }

    [Fact]
    public async Task A_meter_that_slept_tells_what_has_come_meanwhile_once()
    {
        var (room, _) = await TwoRoomsAsync(new Budget(60, BudgetAction.Alert, 0));
        await cluster.Room(room).IngestAsync(RoomLife.At(_nowMs - 1_000).Joined("PA_1", _nowMs - 1_000));
        await Eventually.EqualAsync(1L, async () => (await cluster.Meter(room).ReadStandingAsync()).Participants);
        await cluster.DeactivateAllAsync();

        cluster.Time.Advance(TimeSpan.FromMinutes(43));
        await cluster.Grain<IWatchGrain>(IWatchGrain.Key).WatchAsync(CancellationToken.None);
        await Eventually.EqualAsync("70", async () => string.Join(',', await PercentsAsync(room.Tenant)));
        await cluster.DeactivateAllAsync();
        cluster.Time.Advance(TimeSpan.FromMinutes(12));
        await cluster.Grain<IWatchGrain>(IWatchGrain.Key).WatchAsync(CancellationToken.None);

        await Eventually.EqualAsync("70,90", async () => string.Join(',', await PercentsAsync(room.Tenant)));
        cluster.Time.Advance(-TimeSpan.FromMinutes(55));
    }

    [Fact]
    public async Task A_budget_that_is_set_while_people_are_there_is_watched_at_once()
    {
        var (room, _) = await TwoRoomsAsync(null);
        await cluster.Room(room).IngestAsync(RoomLife.At(_nowMs - 60_000).Joined("PA_1", _nowMs - 50_000));
        await Eventually.EqualAsync(1L, async () => (await cluster.Meter(room).ReadStandingAsync()).Participants);

        var replaced = await cluster.Tenant(room.Tenant).ReplaceSettingsAsync(
            new TenantSettings { Budget = new Budget(1, BudgetAction.NoNewJoins, 0), AlertThresholds = [50] }, expectedVersion: 0, CancellationToken.None);

        Assert.True(replaced.IsSuccess);
        await Eventually.EqualAsync("50", async () => string.Join(',', await PercentsAsync(room.Tenant)));
        var standing = await cluster.Meter(room).ReadStandingAsync();
        var budget = Assert.Single(standing.Budgets);
        Assert.Equal(_nowMs + 10_000, budget.ReachedAtMs);
        Assert.False(budget.IsUsedUp);
    }

    [Fact]
    public async Task A_labels_budget_is_told_at_its_instant_and_ends_its_rooms_and_removes_who_has_it_from_others()
    {
        var limit = new LabelLimit(Acme.Labels[0], 5, new Budget(1, BudgetAction.End, 0));
        var (acmes, other) = await TwoRoomsAsync(new TenantSettings { LabelLimits = [limit] }, Acme);

        // 29.9 s in the label's own room, as much by a token's label in another one; and somebody for whom nothing of it is meant.
        await cluster.Room(acmes).IngestAsync(RoomLife.At(_nowMs - 60_000).Joined("PA_1", _nowMs - 29_900));
        var life = RoomLife.At(_nowMs - 60_000);
        var joined = life.Joined("PA_2", _nowMs - 29_900);
        await cluster.Room(other).IngestAsync(life.Joined("PA_3", _nowMs - 50_000));
        await cluster.Room(other).IngestAsync(joined with { Participant = joined.Participant! with { Labels = Acme } });

        await Eventually.EqualAsync(true, () => Task.FromResult(
            cluster.LiveKit.Deleted.Contains(NameOf(acmes)) && cluster.LiveKit.Removed.Contains((NameOf(other), "who-PA_2"))));
        Assert.DoesNotContain(NameOf(other), cluster.LiveKit.Deleted);
        Assert.DoesNotContain((NameOf(other), "who-PA_3"), cluster.LiveKit.Removed);
        Assert.Equal(_nowMs + 100, await cluster.Database.ScalarAsync<long>(
            "select created_at_ms from events where tenant_id = $1 and type = 'usage.cap_reached' and data->>'label' = 'customer=acme'", acmes.Tenant.Value));
        var standing = await cluster.Meter(acmes).ReadStandingAsync();
        Assert.True(Assert.Single(standing.Budgets).IsUsedUp);
        Assert.Equal((3L, 2L), (standing.Participants, standing.ParticipantsOf(Acme.Labels[0])));
    }

    [Fact]
    public async Task A_label_that_is_limited_while_people_are_there_has_its_line_at_once_and_after_a_restart()
    {
        var (acmes, other) = await TwoRoomsAsync(null, Acme);
        var life = RoomLife.At(_nowMs - 60_000);
        await cluster.Room(acmes).IngestAsync(life.Joined("PA_1", _nowMs - 50_000));
        await cluster.Room(acmes).IngestAsync(life.Joined("PA_2", _nowMs - 10_000));
        await cluster.Room(acmes).IngestAsync(life.Left("PA_2", _nowMs - 10_000, _nowMs / 1000 * 1000));
        await cluster.Room(other).IngestAsync(RoomLife.At(_nowMs - 60_000).Joined("PA_3", _nowMs - 50_000));
        await Eventually.EqualAsync(2L, async () => (await cluster.Meter(acmes).ReadStandingAsync()).Participants);
        var limit = new LabelLimit(Acme.Labels[0], null, new Budget(1000, BudgetAction.NoNewJoins, 0));

        await cluster.Tenant(acmes.Tenant).ReplaceSettingsAsync(new TenantSettings { LabelLimits = [limit] }, null, CancellationToken.None);

        var reachedAtMs = _nowMs - 50_000 + (1000 * 60_000) - ((_nowMs / 1000 * 1000) - (_nowMs - 10_000));
        await Eventually.EqualAsync((long?)reachedAtMs, async () => (await cluster.Meter(acmes).ReadStandingAsync()).Budgets.SingleOrDefault()?.ReachedAtMs);
        await cluster.DeactivateAllAsync();
        var standing = await cluster.Meter(acmes).ReadStandingAsync();
        Assert.Equal(reachedAtMs, Assert.Single(standing.Budgets).ReachedAtMs);
        Assert.Equal(1L, standing.ParticipantsOf(Acme.Labels[0]));
    }

    [Fact]
    public async Task Who_joins_beyond_the_tenants_limit_is_let_go_of_and_told_of()
    {
        var (one, other) = await TwoRoomsAsync(new TenantSettings { Limits = LimitSet.None with { Participants = 2 } }, LabelSet.Empty);
        var (life, elsewhere) = (RoomLife.At(_nowMs - 60_000), RoomLife.At(_nowMs - 60_000));
        await cluster.Room(one).IngestAsync(life.Joined("PA_1", _nowMs - 50_000));
        await Eventually.EqualAsync(1L, async () => (await cluster.Meter(one).ReadStandingAsync()).Participants);

        // Tokens of both were minted while there was room.
        await cluster.Room(other).IngestAsync(elsewhere.Joined("PA_2", _nowMs - 40_000));
        await cluster.Room(one).IngestAsync(life.Joined("PA_3", _nowMs - 30_000));

        await Eventually.EqualAsync(true, () => Task.FromResult(cluster.LiveKit.Removed.Contains((NameOf(one), "who-PA_3"))));
        Assert.DoesNotContain((NameOf(one), "who-PA_1"), cluster.LiveKit.Removed);
        Assert.DoesNotContain((NameOf(other), "who-PA_2"), cluster.LiveKit.Removed);
        Assert.Equal(_nowMs - 30_000, await cluster.Database.ScalarAsync<long>(
            "select created_at_ms from events where tenant_id = $1 and type = 'participant.removed' and data->>'reason' = 'participants_limit'", one.Tenant.Value));
    }

    private Task<(RoomKey One, RoomKey Other)> TwoRoomsAsync(Budget? budget) =>
        TwoRoomsAsync(budget is null ? null : new TenantSettings { Budget = budget }, LabelSet.Empty);

    private async Task<(RoomKey One, RoomKey Other)> TwoRoomsAsync(TenantSettings? settings, LabelSet labelsOfOne)
    {
        var tenant = TenantId.New(cluster.Time);
        await cluster.Tenant(tenant).CreateAsync("A tenant", null, new NewApiKey("First key", Mode.Live, null), CancellationToken.None);
        if (settings is not null)
        {
            await cluster.Tenant(tenant).ReplaceSettingsAsync(settings, null, CancellationToken.None);
        }

        var (one, other) = (new RoomKey(tenant, Mode.Live, "one"), new RoomKey(tenant, Mode.Live, "other"));
        Assert.True((await cluster.Room(one).CreateAsync(new RoomSettings { Labels = labelsOfOne }, CancellationToken.None)).IsSuccess);
        Assert.True((await cluster.Room(other).CreateAsync(new RoomSettings(), CancellationToken.None)).IsSuccess);
        return (one, other);
    }

    private async Task<int[]> PercentsAsync(TenantId tenant) => await cluster.Database.ScalarAsync<int[]>(
        "select coalesce(array_agg((data->>'percent')::int order by seq), '{}') from events where tenant_id = $1 and type like 'usage%'", tenant.Value);

    private static string NameOf(RoomKey room) => new LiveKitRoomName(room, 1).ToString();
}
