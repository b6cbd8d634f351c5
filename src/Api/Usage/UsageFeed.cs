using RelayKit.Usage;

namespace RelayKit.Api.Usage;

/// <summary>
/// The readings of one meter, once a second, for as long as anybody follows them. However many follow, the meter is read once and its
/// reading is written once; who is slow gets the newest and not every one.
/// </summary>
internal sealed class UsageFeed : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _unfollowed = new();
    private readonly CancellationToken _ended;
    private volatile Reading _latest = new(0, []);

    public UsageFeed() => _ended = _unfollowed.Token;

    /// <summary>How many follow; the owner's lock guards it.</summary>
    public int Followers { get; set; }

    /// <summary>Reads until nobody follows any more, or a reading fails: whoever follows then gets the fault.</summary>
    public async Task RunAsync(MeterKey key, Func<MeterKey, CancellationToken, Task<byte[]>> read, TimeProvider time)
    {
        using var beat = new PeriodicTimer(Beat, time);
        try
        {
            do
            {
                var latest = _latest;
                var next = new Reading(latest.Number + 1, await read(key, _ended));
                _latest = next;
                latest.Next.SetResult(next);
            }
            while (await beat.WaitForNextTickAsync(_ended));
        }
        catch (Exception fault)
        {
            _latest.Next.TrySetException(fault);

            // Perhaps nobody waits for it by now.
            _ = _latest.Next.Task.Exception;
        }
    }

    /// <summary>The newest reading after the one with a number; waits for one if there is none yet.</summary>
    public async ValueTask<Reading> AfterAsync(long number, CancellationToken cancellation)
    {
        var latest = _latest;
        return latest.Number > number ? latest : await latest.Next.Task.WaitAsync(cancellation);
    }

    /// <summary>Nobody follows any more.</summary>
    public void Dispose()
    {
        _unfollowed.Cancel();
        _unfollowed.Dispose();
    }

    /// <summary>A reading as it is sent.</summary>
    /// <param name="Number">Counted from 1.</param>
    /// <param name="Json">UTF-8 on one line.</param>
    internal sealed record Reading(long Number, byte[] Json)
    {
        public TaskCompletionSource<Reading> Next { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
