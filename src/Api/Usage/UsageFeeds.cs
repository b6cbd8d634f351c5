using RelayKit.Usage;

namespace RelayKit.Api.Usage;

/// <summary>The meters that streams of this process follow, each read by one feed.</summary>
/// <param name="read">Reads a meter and writes the reading as JSON on one line.</param>
/// <param name="time">Says how long a second is.</param>
internal sealed class UsageFeeds(Func<MeterKey, CancellationToken, Task<byte[]>> read, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<MeterKey, UsageFeed> _feeds = [];

    /// <summary>Follows a meter until it is disposed.</summary>
    public Following Follow(MeterKey key)
    {
        lock (_gate)
        {
            if (!_feeds.TryGetValue(key, out var feed))
            {
                _feeds[key] = feed = new UsageFeed();
                _ = RunAsync(key, feed);
            }

            feed.Followers++;
            return new Following(this, key, feed);
        }
    }

    private async Task RunAsync(MeterKey key, UsageFeed feed)
    {
        await Task.Yield();
        await feed.RunAsync(key, read, time);
        lock (_gate)
        {
            // Whoever comes after a fault has it read anew.
            Remove(key, feed);
        }
    }

    private void Unfollow(MeterKey key, UsageFeed feed)
    {
        lock (_gate)
        {
            if (--feed.Followers == 0)
            {
                Remove(key, feed);
                feed.Dispose();
            }
        }
    }

    private void Remove(MeterKey key, UsageFeed feed)
    {
        if (_feeds.TryGetValue(key, out var current) && current == feed)
        {
            _feeds.Remove(key);
        }
    }

    /// <summary>One who follows a meter. Not to be used from several threads at once.</summary>
    internal sealed class Following(UsageFeeds feeds, MeterKey key, UsageFeed feed) : IDisposable
    {
        private long _seen;
        private bool _disposed;

        /// <summary>The newest reading that this one has not had yet, as JSON.</summary>
        /// <exception cref="Exception">The meter could not be read: whatever fault that was.</exception>
        public async ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellation)
        {
            var reading = await feed.AfterAsync(_seen, cancellation);
            _seen = reading.Number;
            return reading.Json;
        }

        public void Dispose()
        {
            if (!_disposed)
            {
                _disposed = true;
                feeds.Unfollow(key, feed);
            }
        }
    }
}
