using RelayKit.Bench.Load;

namespace RelayKit.UnitTests.Bench;

public sealed class OpenLoopScheduleTests
{
    [Fact]
    public void Requests_are_due_at_a_constant_rate()
    {
        var schedule = new OpenLoopSchedule(PerSecond: 100);

        Assert.Equal(TimeSpan.Zero, schedule.DueAt(0));
        Assert.Equal(TimeSpan.FromMilliseconds(10), schedule.DueAt(1));
        Assert.Equal(TimeSpan.FromSeconds(2), schedule.DueAt(200));
    }

    [Fact]
    public void A_stall_is_charged_to_every_request_that_was_due_during_it()
    {
        // One connection at 100 a second; the server answers at once but for a second's stall at request 50.
        var schedule = new OpenLoopSchedule(PerSecond: 100);
        var latencies = new List<TimeSpan>();
        var free = TimeSpan.Zero;
        for (var number = 0; number < 300; number++)
        {
            var sent = free > schedule.DueAt(number) ? free : schedule.DueAt(number);
            free = sent + (number == 50 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);
            latencies.Add(schedule.LatencyOf(number, free));
        }

        Assert.Equal(TimeSpan.FromSeconds(1), latencies[50]);
        Assert.Equal(100, latencies.Count(latency => latency > TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromMilliseconds(500), latencies[100]);
    }
}
