using RelayKit.Ledger;
using RelayKit.Rooms;
using RelayKit.Storage.Ledger;
using RelayKit.Tenants;
using RelayKit.Testing;
using RelayKit.Usage;

namespace RelayKit.StorageTests.Ledger;

[Collection(PostgresGroup.Name)]
public sealed class PostgresLedgerTests(PostgresFixture postgres)
{
    private readonly RoomKey _room = new(new TenantId(Guid.CreateVersion7()), Mode.Live, "standup");

    [Fact]
    public async Task A_row_that_PostgreSQL_refuses_fails_only_its_own_caller()
    {
        await using var running = new RunningLedger(postgres.ConnectionString);
        var entries = Enumerable.Range(0, 50).Select(i => Entry($"PA_{i}", name: i == 17 ? "no\0good" : "Ada")).ToList();

        var commits = entries.ConvertAll(entry => CommitAsync(running.Ledger, new LedgerLane(), entry));

        await Assert.ThrowsAsync<LedgerException>(() => commits[17]);
        await Task.WhenAll(commits.Where((_, i) => i != 17));
        Assert.Equal(49, await CountAsync());
    }

    [Fact]
    public async Task Later_entries_of_a_lane_fail_with_an_earlier_one()
    {
        await using var running = new RunningLedger(postgres.ConnectionString);
        var lane = new LedgerLane();
        var first = CommitAsync(running.Ledger, lane, Entry("PA_1"));
        var refused = CommitAsync(running.Ledger, lane, Entry("PA_2", name: "no\0good"));
        var later = CommitAsync(running.Ledger, lane, Entry("PA_3"));

        await first;
        await Assert.ThrowsAsync<LedgerException>(() => refused);
        await Assert.ThrowsAsync<LedgerException>(() => later);
        Assert.True(lane.IsBroken);
        await Assert.ThrowsAsync<LedgerException>(() => CommitAsync(running.Ledger, lane, Entry("PA_4")));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task A_full_ledger_says_so_before_anything_is_written_and_a_place_that_is_given_back_is_free()
    {
        await using var running = new RunningLedger(postgres.ConnectionString, new LedgerOptions { Capacity = 2 });
        Assert.True(running.Ledger.TryReserve());
        Assert.True(running.Ledger.TryReserve());

        Assert.False(running.Ledger.TryReserve());
        Assert.True(running.Ledger.IsNearlyFull);
        running.Ledger.Release();

        Assert.True(running.Ledger.TryReserve());
    }

    [Fact]
    public async Task What_is_queued_when_it_stops_is_still_written_and_nothing_more_is_taken()
    {
        await using var running = new RunningLedger(postgres.ConnectionString);
        var commits = Enumerable.Range(0, 200).Select(i => CommitAsync(running.Ledger, new LedgerLane(), Entry($"PA_{i}"))).ToList();

        await running.Ledger.StopAsync(CancellationToken.None);

        await Task.WhenAll(commits);
        Assert.Equal(200, await CountAsync());
        Assert.False(running.Ledger.TryReserve());
    }

    [Fact]
    public async Task Writing_the_same_again_changes_nothing()
    {
        await using var running = new RunningLedger(postgres.ConnectionString);
        for (var i = 0; i < 3; i++)
        {
            await CommitAsync(running.Ledger, new LedgerLane(), Entry("PA_1"));
        }

        Assert.Equal(1, await CountAsync());
        Assert.Equal(1, await ScalarAsync("select count(*) from events where tenant_id = $1"));
        Assert.Equal(1, await ScalarAsync("select last_seq from event_counters where tenant_id = $1"));
    }

    [Fact]
    public async Task A_row_that_was_taken_to_be_there_and_is_not_is_written_all_the_same()
    {
        await using var running = new RunningLedger(postgres.ConnectionString);
        var entry = Entry("PA_1");
        var erased = Entry("PA_2");
        await CommitAsync(running.Ledger, new LedgerLane(), entry);

        await Task.WhenAll(new[] { entry, erased }.Select(known => CommitAsync(
            running.Ledger, new LedgerLane(), known with { Participant = known.Participant! with { InLedger = true, LeaveEventId = "EV_leave" } })));

        Assert.Equal(2, await ScalarAsync("select count(*) from participant_sessions where tenant_id = $1 and leave_event_id = 'EV_leave'"));
        Assert.Equal(120_000, await ScalarAsync("select sum(participant_ms)::bigint from usage_hourly where tenant_id = $1"));
    }

    [Fact]
    public async Task Writers_who_tell_of_the_same_events_at_once_all_succeed_and_each_event_is_there_once()
    {
        const int Writers = 4;
        const int Each = 100;
        var writers = Enumerable.Range(0, Writers).Select(_ => new RunningLedger(postgres.ConnectionString)).ToList();
        try
        {
            await Task.WhenAll(writers.SelectMany(writer => Enumerable.Range(0, Each).Select(i =>
                Task.Run(() => CommitAsync(writer.Ledger, new LedgerLane(), Entry($"PA_{i}"))))));
        }
        finally
        {
            foreach (var writer in writers)
            {
                await writer.DisposeAsync();
            }
        }

        Assert.Equal(Each, await ScalarAsync("select count(*) from events where tenant_id = $1"));
        Assert.Equal(Each, await ScalarAsync("select max(seq) from events where tenant_id = $1"));
        Assert.Equal(Each, await ScalarAsync("select last_seq from event_counters where tenant_id = $1"));
    }

    private static Task CommitAsync(PostgresLedger ledger, LedgerLane lane, LedgerEntry entry)
    {
        Assert.True(ledger.TryReserve());
        return ledger.CommitAsync(lane, entry);
    }

    private static LedgerEntry EntryOf(RoomKey room, string sid, string name) => new()
    {
        Room = room,
        Participant = new ParticipantRow
        {
            Id = Guid.CreateVersion7(),
            SessionId = new Guid("019aaaaa-0000-7000-8000-000000000001"),
            LiveKitSid = sid,
            Identity = "ada",
            Name = name,
            Class = ParticipantClass.Standard,
            Connected = new ConnectedInterval(1_796_000_000_000, 1_796_000_060_000),
        },
        Events = [new EventRow(Identifiers.FactId.Of(1_796_000_000_000, "participant.joined", room.Tenant.Value, "RM_1", sid), "participant.joined", 1_796_000_000_000, "{}")],
    };

    private LedgerEntry Entry(string sid, string name = "Ada") => EntryOf(_room, sid, name);

    private Task<long> CountAsync() => ScalarAsync("select count(*) from participant_sessions where tenant_id = $1");

    private async Task<long> ScalarAsync(string sql)
    {
        await using var command = postgres.Sources.Jobs.CreateCommand(sql);
        command.Parameters.AddWithValue(_room.Tenant.Value);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
