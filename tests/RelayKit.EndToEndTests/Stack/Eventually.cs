using System.Diagnostics;

namespace RelayKit.EndToEndTests.Stack;

/// <summary>Waits for what can only be asked for: asks again until it holds, and says what did not when time is up.</summary>
public static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    public static async Task HoldsAsync(Func<Task<bool>> condition, string what, TimeSpan? patience = null)
    {
        var started = Stopwatch.GetTimestamp();
        using var pulse = new PeriodicTimer(Interval);
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > (patience ?? Patience))
            {
                throw new TimeoutException($"Not within {patience ?? Patience}: {what}.");
            }

            await pulse.WaitForNextTickAsync();
        }
    }

    /// <summary>Asks until the answer is the one that is expected; the failure shows the last one.</summary>
    public static async Task EqualAsync<T>(T expected, Func<Task<T>> ask, string what)
    {
        var last = await ask();
        try
        {
            await HoldsAsync(
                async () => EqualityComparer<T>.Default.Equals(last = await ask(), expected), what, TimeSpan.FromSeconds(15));
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{what}: expected {expected}, last seen {last}");
        }
    }
}
