using System.Collections.Immutable;
using RelayKit.Events;
using RelayKit.Tenants;

namespace RelayKit.Api.Events;

/// <summary>
/// The newest events of one tenant, read once for all of its streams in this process. It keeps a bounded piece of the log's end; a
/// stream whose place lies before that reads the log by itself, at its own pace, so that a slow client costs no memory.
/// </summary>
/// <param name="tenant">Whose log.</param>
/// <param name="log">Where it is read.</param>
/// <param name="place">The place that it begins at.</param>
internal sealed class EventFeed(TenantId tenant, IEventLog log, long place) : IDisposable
{
    private const int Batch = 500;
    private const int MostBytes = 1024 * 1024;

    private readonly CancellationTokenSource _unfollowed = new();
    private volatile Piece _piece = new(place, place, []);
    private long _told = place;
    private int _reading;

    /// <summary>How many follow; the owner's lock guards it.</summary>
    public int Followers { get; set; }

    /// <summary>What is kept of the log's end; its <see cref="Piece.Grown"/> completes when there is more.</summary>
    public Piece Latest => _piece;

    /// <summary>The log ends at a place by now: reads up to it, unless that is being done. A fault is the caller's; the next time goes on from where it was.</summary>
    /// <param name="end">The place.</param>
    /// <param name="turns">Bounds how many feeds read at once.</param>
    public async Task ReadToAsync(long end, SemaphoreSlim turns)
    {
        InterlockedMax(ref _told, end);
        if (Volatile.Read(ref _told) <= _piece.To || Interlocked.Exchange(ref _reading, 1) == 1)
        {
            return;
        }

        var turn = false;
        try
        {
            var ended = _unfollowed.Token;
            await turns.WaitAsync(ended);
            turn = true;
            while (_piece.To < Volatile.Read(ref _told))
            {
                var page = await log.ReadAsync(new EventLogQuery(tenant, null, _piece.To, Batch), ended);
                if (page.Place == _piece.To)
                {
                    // Counted and not there: a standby that lags, or a counter that was moved. Looked at again the next time.
                    return;
                }

                Grow(page);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or ObjectDisposedException && _unfollowed.IsCancellationRequested)
        {
            // Nobody follows any more.
        }
        finally
        {
            if (turn)
            {
                turns.Release();
            }

            Volatile.Write(ref _reading, 0);
        }
    }

    /// <summary>Nobody follows any more.</summary>
    public void Dispose()
    {
        _unfollowed.Cancel();
        _unfollowed.Dispose();
    }

    private void Grow(EventPage page)
    {
        var before = _piece;
        var events = before.Events.AddRange(page.Events.Select(static one => new FedEvent(one, LoggedEventJson.Write(one))));
        var from = before.From;
        var bytes = events.Sum(static one => (long)one.Json.Length);
        var leaves = 0;
        for (; bytes > MostBytes && leaves < events.Length; leaves++)
        {
            bytes -= events[leaves].Json.Length;
            from = events[leaves].Event.Sequence;
        }

        _piece = new Piece(from, page.Place, events.RemoveRange(0, leaves));
        before.Grew();
    }

    private static void InterlockedMax(ref long place, long value)
    {
        var known = Volatile.Read(ref place);
        while (known < value)
        {
            var seen = Interlocked.CompareExchange(ref place, value, known);
            if (seen == known)
            {
                return;
            }

            known = seen;
        }
    }

    /// <summary>An event with the bytes that all streams send of it.</summary>
    internal sealed record FedEvent(LoggedEvent Event, byte[] Json);

    /// <summary>A piece of the log: every event after a place and up to another.</summary>
    /// <param name="from">The place after which it has every event.</param>
    /// <param name="to">The place up to which it does.</param>
    /// <param name="events">The events.</param>
    internal sealed class Piece(long from, long to, ImmutableArray<FedEvent> events)
    {
        private readonly TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long From { get; } = from;

        public long To { get; } = to;

        public ImmutableArray<FedEvent> Events { get; } = events;

        /// <summary>Completes when a later piece takes its place.</summary>
        public Task Grown => _grown.Task;

        public void Grew() => _grown.SetResult();

        /// <summary>The events after a place; null where the piece begins later.</summary>
        public ReadOnlyMemory<FedEvent>? After(long place)
        {
            if (place < From)
            {
                return null;
            }

            // Numbers have no gaps, so an event's index follows from its number; the search is for the case that one day they do.
            var (low, high) = (0, Events.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = Events[middle].Event.Sequence > place ? (low, middle) : (middle + 1, high);
            }

            return Events.AsMemory()[low..];
        }
    }
}
