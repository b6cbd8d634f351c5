using System.Net;
using Npgsql;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Durability;

/// <summary>Whatever was answered 200 is in the ledger, once, though the silo is killed again and again under load.</summary>
public sealed class WebhookDurabilityTests(StackFixture stack) : IClassFixture<StackFixture>
{
    private const int Rooms = 32;
    private const int Kills = 3;
    private const int Seed = 20_260_101;
    private const string LedgersOwn = "datname = current_database() and application_name = 'relaykit_ledger'";

    [Fact]
    public async Task Every_webhook_answered_200_is_in_the_ledger_once_after_three_kills_under_load()
    {
        var tenant = await stack.CreateTenantAsync();
        var random = new Random(Seed);
        var fromMs = DateTimeOffset.UtcNow.AddHours(-5).ToUnixTimeMilliseconds();
        var stories = new List<RoomStory>();
        for (var i = 0; i < Rooms; i++)
        {
            var room = await tenant.OpenRoomAsync($"room-{i}", fromMs);
            stories.Add(new RoomStory(room.Name, random, fromMs + random.Next(0, 1_000_000)));
        }

        var load = new WebhookLoad(stack, stories);
        var milestones = Enumerable.Range(1, Kills).Select(kill => load.WhenAcceptedAsync(load.Total * kill / (Kills + 1))).ToList();
        var told = load.RunAsync();
        foreach (var milestone in milestones)
        {
            await await Task.WhenAny(milestone, told);
            Assert.False(told.IsCompleted, "the silo is killed while webhooks are under way");
            await KillInTheMiddleOfACommitAsync();
            await stack.StartSiloAsync();
        }

        await told;

        Assert.True(load.Repeated >= Kills, "each kill met webhooks under way");
        await TheLedgerHoldsAsync(tenant, stories);
        await EventsAreLoggedOnceAsync(tenant, stories);
        await RollUpsEqualTheRowsAsync();
        await TheMeterAgreesAsync(tenant, stories);
    }

    /// <summary>
    /// Holds a commit up, kills the silo while it waits, and ends the commit's connection before it can go on: whoever was
    /// answered 200 for what was in it has been told too early. Only the table that a commit writes last is locked: with a lock
    /// on another one as well, the two would wait for each other.
    /// </summary>
    private async Task KillInTheMiddleOfACommitAsync()
    {
        await using var connection = await stack.Database.OpenAsync();
        await using var hold = new NpgsqlCommand("begin; lock table events in exclusive mode", connection);
        await hold.ExecuteNonQueryAsync();
        await Eventually.HoldsAsync(
            () => stack.Database.ScalarAsync<bool>(
                $"select exists (select from pg_stat_activity where {LedgersOwn} and wait_event_type = 'Lock')"),
            "a commit of the ledger is under way");
        await stack.KillSiloAsync();
        await stack.Database.ScalarAsync<long>($"select count(pg_terminate_backend(pid, 10000)) from pg_stat_activity where {LedgersOwn}");
        await using var release = new NpgsqlCommand("rollback", connection);
        await release.ExecuteNonQueryAsync();
    }

    private async Task TheLedgerHoldsAsync(TestTenant tenant, List<RoomStory> stories)
    {
        var sessions = await stack.Database.QueryAsync(
            "select livekit_sid, started_at_ms, ended_at_ms from sessions where tenant_id = $1",
            row => (row.GetString(0), row.GetInt64(1), NullableLong(row, 2)),
            tenant.RowId);
        Assert.Equal(stories.SelectMany(story => story.Sessions).Order(), sessions.Order());

        var participants = await stack.Database.QueryAsync(
            """
            select s.livekit_sid, p.livekit_sid, p.joined_at_ms, p.left_at_ms, p.join_event_id, p.leave_event_id
            from participant_sessions p join sessions s using (tenant_id, session_id) where tenant_id = $1
            """,
            row => new ExpectedParticipant(
                row.GetString(0),
                row.GetString(1),
                row.GetInt64(2),
                NullableLong(row, 3),
                row.IsDBNull(4) ? "lost" : row.GetString(4),
                row.IsDBNull(5) ? null : row.GetString(5)),
            tenant.RowId);
        Assert.Equal(
            stories.SelectMany(story => story.Participants).OrderBy(p => p.Sid, StringComparer.Ordinal),
            participants.OrderBy(p => p.Sid, StringComparer.Ordinal));
    }

    private async Task EventsAreLoggedOnceAsync(TestTenant tenant, List<RoomStory> stories)
    {
        var logged = await stack.Database.QueryAsync(
            "select type, count(*) from events where tenant_id = $1 group by type",
            row => (row.GetString(0), row.GetInt64(1)),
            tenant.RowId);
        var participants = stories.SelectMany(story => story.Participants).ToList();
        var sessions = stories.SelectMany(story => story.Sessions).ToList();
        Assert.Equal(
            new (string, long)[]
            {
                ("participant.joined", participants.Count),
                ("participant.left", participants.Count(p => p.LeftAtMs is not null)),
                ("room.finished", sessions.Count(s => s.EndedAtMs is not null)),
                ("room.started", sessions.Count),
                ("track.published", participants.Count),
            },
            logged.Order());

        // Numbers without a gap and without a repetition, and the counter stands at the last.
        Assert.True(await stack.Database.ScalarAsync<bool>(
            """
            select min(seq) = 1 and max(seq) = count(*) and count(distinct seq) = count(*)
               and max(seq) = (select last_seq from event_counters where tenant_id = $1)
            from events where tenant_id = $1
            """,
            tenant.RowId));
    }

    private async Task RollUpsEqualTheRowsAsync() => Assert.Equal(0, await stack.Database.ScalarAsync<long>(
        """
        with brute as (
            select p.tenant_id, p.mode, p.room, p.class, h as hour,
                   least(p.ended_at_ms, (extract(epoch from h) * 1000)::bigint + 3600000)
                       - greatest(p.joined_at_ms, (extract(epoch from h) * 1000)::bigint) as ms
            from participant_sessions p, generate_series(
                date_trunc('hour', to_timestamp(p.joined_at_ms / 1000.0)), to_timestamp(p.ended_at_ms / 1000.0), interval '1 hour') h
            where p.ended_at_ms > p.joined_at_ms
        ), faults as (
            select 1 from (select tenant_id, mode, hour, class, sum(ms) as ms from brute where ms > 0 group by 1, 2, 3, 4) b
            full join usage_hourly u using (tenant_id, mode, hour, class)
            where b.ms is distinct from u.participant_ms
            union all
            select 1 from (select tenant_id, mode, hour, room, class, sum(ms) as ms from brute where ms > 0 group by 1, 2, 3, 4, 5) b
            full join usage_hourly_by_room u using (tenant_id, mode, hour, room, class)
            where b.ms is distinct from u.participant_ms
        )
        select count(*) + case when exists (select from usage_hourly) then 0 else 1 end from faults
        """));

    private static async Task TheMeterAgreesAsync(TestTenant tenant, List<RoomStory> stories)
    {
        var usage = (await tenant.Api.GetAsync("/v1/usage")).Expect(HttpStatusCode.OK);
        var asOf = usage["as_of"].GetDateTimeOffset().ToUnixTimeMilliseconds();
        var start = usage["period"].GetProperty("start").GetDateTimeOffset().ToUnixTimeMilliseconds();
        var participants = stories.SelectMany(story => story.Participants).ToList();
        Assert.Equal(
            participants.Sum(p => Math.Max(p.LeftAtMs ?? asOf, start) - Math.Max(p.JoinedAtMs, start)), usage.Number("participant_ms"));
        Assert.Equal(participants.Count(p => p.LeftAtMs is null), usage.Number("active_participants"));
    }

    private static long? NullableLong(NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetInt64(ordinal);
}
