using System.Diagnostics;

namespace RelayKit.ClusterTests.Cluster;

/// <summary>Waits for what can only be asked for: asks again until it is as expected, or time is up.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public static async Task EqualAsync<T>(T expected, Func<Task<T>> ask)
    {
        var started = Stopwatch.GetTimestamp();
        using var pulse = new PeriodicTimer(Interval);
        var last = await ask();
        while (!EqualityComparer<T>.Default.Equals(expected, last) && Stopwatch.GetElapsedTime(started) < Patience)
        {
            await pulse.WaitForNextTickAsync();
            last = await ask();
        }

        Assert.Equal(expected, last);
    }
}
