using System.Diagnostics;
using System.Net;
using RelayKit.EndToEndTests.Stack;
using Xunit.Abstractions;

namespace RelayKit.EndToEndTests.Cluster;

/// <summary>
/// A silo that cannot reach PostgreSQL for half a minute, though its peers can and reach the silo: it refuses what it cannot make
/// durable, nobody puts it to death, and it goes on by itself.
/// </summary>
[Collection(SiloCluster.Name)]
public sealed class PostgresCutTests(SiloCluster cluster, ITestOutputHelper output)
{
    private const int Rooms = 12;

    /// <summary>Longer than a row of the membership stays fresh.</summary>
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(15);

    /// <summary>What the product promises, and for what share of answers it is asked on a machine that runs the whole suite.</summary>
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(2);
    private const double AnsweredInTime = 0.99;

    /// <summary>No answer that is only late, since a busy machine ran something else meanwhile, but one that hangs.</summary>
    private static readonly TimeSpan Hanging = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_silo_cut_off_from_PostgreSQL_refuses_webhooks_in_time_and_recovers_by_itself()
    {
        var tenant = await cluster.CreateTenantAsync();
        var cutOff = cluster.Silos[2];
        var rooms = await tenant.OpenRoomsAsync(cutOff, Rooms);
        var (atCutOff, atOthers) = (new JoinFlow(rooms, [cutOff]), new JoinFlow(rooms, [cluster.Silos[0], cluster.Silos[1]]));

        var told = Task.WhenAll(atCutOff.RunAsync(), atOthers.RunAsync());
        await Eventually.HoldsAsync(
            () => Task.FromResult(Math.Min(atCutOff.Acknowledged.Count, atOthers.Acknowledged.Count) > Rooms * 3), "webhooks are under way");
        cluster.PostgresOfThird.Cut();
        var since = Stopwatch.GetTimestamp();
        await Eventually.HoldsAsync(() => Task.FromResult(Stopwatch.GetElapsedTime(since) > Outage), "the outage lasts", Outage * 2);
        var during = (CutOff: Since(since, atCutOff), Others: Since(since, atOthers));
        Assert.False(cutOff.HasExited, "the silo lives on");
        cluster.PostgresOfThird.Mend();
        var mended = Stopwatch.GetTimestamp();
        await Eventually.HoldsAsync(cutOff.IsReadyAsync, "the silo is ready again", Recovery);
        await Eventually.HoldsAsync(
            async () => (await cutOff.Client(tenant.Key).GetAsync("/v1/rooms/room-0")).Status == HttpStatusCode.OK, "it serves", Recovery);
        output.WriteLine($"It served again {Stopwatch.GetElapsedTime(mended).TotalSeconds:f1} s after the mend.");
        atCutOff.Stop();
        atOthers.Stop();
        await told;

        Report("the silo cut off", during.CutOff);
        Report("the others", during.Others);
        Assert.Contains(during.CutOff, answer => answer.Status == HttpStatusCode.ServiceUnavailable);
        Assert.Contains(during.Others, answer => answer.Status == HttpStatusCode.OK);
        Assert.All([atCutOff, atOthers], AllWereAnsweredInTime);
        Assert.Equal(3, await cluster.Database.ScalarAsync<long>("select count(*) from orleansmembershiptable where status = 3"));
        var kept = await cluster.Database.QueryAsync(
            "select livekit_sid from participant_sessions where tenant_id = $1", row => row.GetString(0), tenant.RowId);
        Assert.Empty(atCutOff.Acknowledged.Concat(atOthers.Acknowledged).Except(kept));
    }

    private static void AllWereAnsweredInTime(JoinFlow flow)
    {
        Assert.All(flow.Answers, answer => Assert.True(
            answer.Status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable && answer.Took <= Hanging, $"{answer}"));
        Assert.InRange(flow.Answers.Count(answer => answer.Took <= InTime), flow.Answers.Count * AnsweredInTime, flow.Answers.Count);
    }

    private static WebhookAnswer[] Since(long instant, JoinFlow flow) => [.. flow.Answers.Where(answer => answer.SentAt > instant)];

    private void Report(string whom, WebhookAnswer[] answers) => output.WriteLine(
        $"During the outage {whom} answered {answers.Count(a => a.Status == HttpStatusCode.OK)} webhooks 200 and "
        + $"{answers.Count(a => a.Status != HttpStatusCode.OK)} 503, the slowest after {answers.Max(a => a.Took).TotalMilliseconds:f0} ms.");
}
