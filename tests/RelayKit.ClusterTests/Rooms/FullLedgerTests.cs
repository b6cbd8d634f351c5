using RelayKit.ClusterTests.Cluster;
using RelayKit.Rooms;
using RelayKit.Testing.Histories;

namespace RelayKit.ClusterTests.Rooms;

/// <summary>A silo whose ledger takes one entry at a time.</summary>
public sealed class OnePlaceFixture() : ClusterFixture(new Dictionary<string, string?> { ["RelayKit:Ledger:Capacity"] = "1" });

public sealed class FullLedgerTests(OnePlaceFixture cluster) : IClassFixture<OnePlaceFixture>
{
    private readonly long _nowMs = cluster.Time.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public async Task A_full_ledger_refuses_and_changes_nothing()
    {
        var key = await cluster.CreateRoomAsync();
        var (room, life) = (cluster.Room(key), RoomLife.At(_nowMs));
        Assert.Equal(IngestOutcome.Committed, await room.IngestAsync(life.Started()));

        string[] sids = ["PA_1", "PA_2"];
        Task<IngestOutcome>[] asked;
        Task<IngestOutcome> refused;
        await using (await cluster.Database.LockAsync("participant_sessions"))
        {
            // Whichever comes first takes the only place and cannot be written yet.
            asked = [.. sids.Select(sid => room.IngestAsync(life.Joined(sid, _nowMs)))];
            refused = await Task.WhenAny(asked);

            Assert.Equal(IngestOutcome.Overloaded, await refused);
            Assert.Equal(1, asked.Count(ask => !ask.IsCompleted));
            Assert.Equal(
                sids.Where((_, i) => asked[i] != refused), (await room.ListParticipantsAsync()).Value.Select(p => p.LiveKitSid));
        }

        Assert.Equal(IngestOutcome.Committed, await asked.Single(ask => ask != refused));
        Assert.Equal(IngestOutcome.Committed, await room.IngestAsync(life.Joined(sids[Array.IndexOf(asked, refused)], _nowMs)));
        Assert.Equal(2, await cluster.Database.ScalarAsync<long>(
            "select count(*) from participant_sessions where tenant_id = $1", key.Tenant.Value));
    }
}
