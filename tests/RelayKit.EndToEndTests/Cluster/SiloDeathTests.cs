using System.Diagnostics;
using System.Net;
using RelayKit.EndToEndTests.Stack;
using Xunit.Abstractions;

namespace RelayKit.EndToEndTests.Cluster;

/// <summary>Silos that are killed: what the living do meanwhile, and how soon all is as before.</summary>
[Collection(SiloCluster.Name)]
public sealed class SiloDeathTests(SiloCluster cluster, ITestOutputHelper output)
{
    private const int Rooms = 30;

    /// <summary>The bounds that the product promises.</summary>
    private static readonly TimeSpan BackAfterDeath = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BackAfterStart = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WebhookAnswered = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Rooms_of_a_killed_silo_answer_from_another_and_no_acknowledged_webhook_is_lost()
    {
        var tenant = await cluster.CreateTenantAsync();
        var rooms = await tenant.OpenRoomsAsync(cluster.Api, Rooms);
        ClusterMember[] living = [cluster.Silos[1], cluster.Silos[2], cluster.Api];
        var stream = new JoinFlow(rooms, living);
        var told = stream.RunAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(stream.Acknowledged.Count > Rooms), "webhooks are under way");

        var died = Stopwatch.GetTimestamp();
        await cluster.Silos[0].KillAsync();
        await Task.WhenAll(living.Select(member => AllAnswerAsync(rooms, tenant, member, died, BackAfterDeath)));
        output.WriteLine($"All rooms answered {Stopwatch.GetElapsedTime(died).TotalSeconds:f1} s after the kill.");
        var restarted = Stopwatch.GetTimestamp();
        cluster.Silos[0].Start();
        await cluster.Silos[0].ReadyAsync();
        await AllAnswerAsync(rooms, tenant, cluster.Silos[0], restarted, BackAfterStart);
        output.WriteLine($"Started again at its address, it answered for all rooms after {Stopwatch.GetElapsedTime(restarted).TotalSeconds:f1} s.");
        stream.Stop();
        await told;

        output.WriteLine($"{stream.Answers.Count} webhooks, {stream.Answers.Count(a => a.Status != HttpStatusCode.OK)} answered 503, "
            + $"the slowest after {stream.Answers.Max(a => a.Took).TotalMilliseconds:f0} ms.");
        Assert.All(stream.Answers, answer => Assert.True(
            answer.Status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable && answer.Took <= WebhookAnswered, $"{answer}"));
        await DurableAsync(tenant, stream);
    }

    [Fact]
    public async Task A_lone_silo_that_starts_where_all_were_killed_serves_the_live_rooms_soon()
    {
        var tenant = await cluster.CreateTenantAsync();
        var rooms = await tenant.OpenRoomsAsync(cluster.Api, Rooms);
        await Task.WhenAll(cluster.Silos.Select(silo => silo.KillAsync()));

        // At an address of its own, as a new machine is: three silos stand in the membership as if they lived.
        var started = Stopwatch.GetTimestamp();
        cluster.Silos[0].StartElsewhere();
        await cluster.Silos[0].ReadyAsync();
        output.WriteLine($"The lone silo was ready after {Stopwatch.GetElapsedTime(started).TotalSeconds:f1} s.");
        await AllAnswerAsync(rooms, tenant, cluster.Silos[0], started, BackAfterStart);
        output.WriteLine($"Its rooms answered after {Stopwatch.GetElapsedTime(started).TotalSeconds:f1} s.");
        await AllAnswerAsync(rooms, tenant, cluster.Api, started, BackAfterStart);
        output.WriteLine($"So they did through the API after {Stopwatch.GetElapsedTime(started).TotalSeconds:f1} s.");

        cluster.Silos[1].Start();
        cluster.Silos[2].Start();
        await Task.WhenAll(cluster.Members.Select(member => member.ReadyAsync()));
    }

    private static async Task AllAnswerAsync(
        List<LiveRoom> rooms, ClusterTenant tenant, ClusterMember member, long since, TimeSpan within)
    {
        var api = member.Client(tenant.Key);
        await Task.WhenAll(rooms.Select(room => Eventually.HoldsAsync(
            async () => await IsLiveAsync(api, room), $"{room.Name} answers at {member.Name}", within - Stopwatch.GetElapsedTime(since))));
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, within);
    }

    private static async Task<bool> IsLiveAsync(ApiClient api, LiveRoom room)
    {
        var answer = await api.GetAsync($"/v1/rooms/{room.Name}");
        return answer.Status == HttpStatusCode.OK && answer.Text("status") == "live";
    }

    private async Task DurableAsync(ClusterTenant tenant, JoinFlow stream)
    {
        var kept = await cluster.Database.QueryAsync(
            "select livekit_sid from participant_sessions where tenant_id = $1", row => row.GetString(0), tenant.RowId);
        Assert.Equal(kept.Count, kept.Distinct().Count());
        Assert.Empty(stream.Acknowledged.Except(kept));
        Assert.Equal(stream.Acknowledged.Count + Rooms, kept.Count);
    }
}
