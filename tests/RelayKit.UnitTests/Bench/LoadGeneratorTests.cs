using RelayKit.Bench.Load;

namespace RelayKit.UnitTests.Bench;

public sealed class LoadGeneratorTests
{
    private const double PerSecond = 200;
    private const int Connections = 4;
    private const int StallsAt = 100;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Stall = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(250);

    [Fact]
    public async Task The_open_loop_charges_a_stall_to_every_request_that_was_due_meanwhile()
    {
        await using var server = StallingServer();

        using var load = Load(server);
        var result = await load.RunOpenAsync(Requests(), PerSecond, Duration, CancellationToken.None);

        // Those that were due in the stall's first 350 ms took 250 ms or more; a machine that stalls as well only adds to them.
        Assert.True(result.CountAbove(Long) >= PerSecond * Long.TotalSeconds, $"{result.CountAbove(Long)} requests of {result.Sent} were slow");
        Assert.True(result.Milliseconds(99) >= Long.TotalMilliseconds, $"p99 was {result.Milliseconds(99)} ms");
        Assert.Equal(0, result.Failed);
    }

    [Fact]
    public async Task The_open_loop_sends_all_that_is_due_and_nothing_before_its_time()
    {
        await using var server = StallingServer();
        using var load = Load(server);
        var schedule = new OpenLoopSchedule(PerSecond);

        var began = server.Now;
        var result = await load.RunOpenAsync(Requests(), PerSecond, Duration, CancellationToken.None);

        // The generator's clock began after that. Were any request early, the arrival of its rank would be.
        var arrivals = server.Requests.Select(request => request.At - began).ToList();
        Assert.Equal((long)(PerSecond * Duration.TotalSeconds) + 1, result.Answered);
        Assert.Equal(result.Answered, arrivals.Count);
        Assert.All(arrivals.Index(), arrival => Assert.True(
            arrival.Item >= schedule.DueAt(arrival.Index), $"request {arrival.Index} arrived at {arrival.Item}, due at {schedule.DueAt(arrival.Index)}"));
    }

    /// <summary>Answers at once, but for one stall of the whole server: from that request on nobody is answered until it is over.</summary>
    private static RawServer StallingServer()
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new RawServer(async (number, _) =>
        {
            if (number == StallsAt)
            {
                await Task.Delay(Stall);
                over.SetResult();
            }
            else if (number > StallsAt)
            {
                await over.Task;
            }

            return RawServer.Ok;
        });
    }

    private static LoadGenerator Load(RawServer server) => new([server.Address], Connections);

    private static RepeatedRequests Requests() => new([RepeatedRequests.Request("GET", "/")]);
}
