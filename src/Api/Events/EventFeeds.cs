using RelayKit.Events;
using RelayKit.Tenants;

namespace RelayKit.Api.Events;

/// <summary>
/// The logs that streams of this process follow. One query, five times a second, asks where all of them end, and only a log that has grown is
/// read. That costs the ledger nothing, works through any pooler, and cannot be missed, as a notification can that nobody hears.
/// </summary>
internal sealed partial class EventFeeds(IEventLog log, IEventLogEnds ends, TimeProvider time, ILogger<EventFeeds> logger) : IDisposable
{
    /// <summary>How often is asked.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How many reads there are at once, of feeds and of streams that are behind: when a process starts, all of its clients come at once, and the
    /// pool of connections is also that of every other request.
    /// </summary>
    private const int MostReads = 3;

    private readonly SemaphoreSlim _feedsRead = new(MostReads);
    private readonly SemaphoreSlim _streamsRead = new(MostReads);
    private readonly Lock _gate = new();
    private readonly Dictionary<TenantId, EventFeed> _feeds = [];
    private bool _running;

    /// <summary>Follows a log until it is disposed.</summary>
    /// <param name="tenant">Whose log.</param>
    /// <param name="end">Where the log ends, as far as the caller has seen: where a feed begins that nobody follows yet.</param>
    public Following Follow(TenantId tenant, long end)
    {
        lock (_gate)
        {
            if (!_feeds.TryGetValue(tenant, out var feed))
            {
                _feeds[tenant] = feed = new EventFeed(tenant, log, end);
            }

            feed.Followers++;
            if (!_running)
            {
                _running = true;
                _ = RunAsync();
            }

            return new Following(this, tenant, feed);
        }
    }

    /// <summary>When the process ends, and all streams have.</summary>
    public void Dispose()
    {
        _feedsRead.Dispose();
        _streamsRead.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        using var beat = new PeriodicTimer(Beat, time);
        while (await beat.WaitForNextTickAsync() && Followed() is { Count: > 0 } feeds)
        {
            try
            {
                var known = await ends.ReadAsync(feeds.Keys, CancellationToken.None);
                foreach (var (tenant, end) in known)
                {
                    _ = ReadAsync(tenant, feeds[tenant], end);
                }
            }
            catch (Exception fault)
            {
                // Whoever is far behind reads on, and the next time is soon.
                LogUnread(logger, fault);
            }
        }
    }

    private async Task ReadAsync(TenantId tenant, EventFeed feed, long end)
    {
        try
        {
            await feed.ReadToAsync(end, _feedsRead);
        }
        catch (Exception fault)
        {
            LogFeedUnread(logger, fault, tenant);
        }
    }

    private async Task<EventPage> ReadBehindAsync(EventLogQuery query, CancellationToken cancellation)
    {
        await _streamsRead.WaitAsync(cancellation);
        try
        {
            return await log.ReadAsync(query, cancellation);
        }
        finally
        {
            _streamsRead.Release();
        }
    }

    /// <summary>The feeds as they are now; when there is none, nobody asks any more.</summary>
    private Dictionary<TenantId, EventFeed> Followed()
    {
        lock (_gate)
        {
            _running = _feeds.Count > 0;
            return new(_feeds);
        }
    }

    private void Unfollow(TenantId tenant, EventFeed feed)
    {
        lock (_gate)
        {
            if (--feed.Followers == 0)
            {
                _feeds.Remove(tenant);
                feed.Dispose();
            }
        }
    }

    [LoggerMessage(LogLevel.Debug, "Where the event logs end could not be read; it is asked again at once")]
    private static partial void LogUnread(ILogger logger, Exception fault);

    [LoggerMessage(LogLevel.Debug, "New events of {Tenant} could not be read; they are read the next time")]
    private static partial void LogFeedUnread(ILogger logger, Exception fault, TenantId tenant);

    /// <summary>One who follows a log.</summary>
    internal sealed class Following(EventFeeds feeds, TenantId tenant, EventFeed feed) : IDisposable
    {
        private bool _disposed;

        /// <summary>What is kept of the log's end.</summary>
        public EventFeed.Piece Latest => feed.Latest;

        /// <summary>Reads what lies before that.</summary>
        public Task<EventPage> ReadBehindAsync(EventLogQuery query, CancellationToken cancellation) => feeds.ReadBehindAsync(query, cancellation);

        public void Dispose()
        {
            if (!_disposed)
            {
                _disposed = true;
                feeds.Unfollow(tenant, feed);
            }
        }
    }
}
