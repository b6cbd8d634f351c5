using RelayKit.Events;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Api.Events;

/// <summary>Plays the log of one tenant, which grows when a test says so.</summary>
internal sealed class PlayedLog : IEventLog, IEventLogEnds
{
    private readonly Lock _gate = new();
    private readonly List<LoggedEvent> _events = [];

    public TenantId Tenant { get; } = new(Guid.CreateVersion7());

    /// <summary>What every read fails with; null for none.</summary>
    public Exception? Fault { get; set; }

    /// <summary>How often events were read, and by whom.</summary>
    public int ReadsByFeeds { get; private set; }

    public int ReadsByStreams { get; private set; }

    /// <summary>How often it was asked where logs end.</summary>
    public int EndsRead { get; private set; }

    public IReadOnlyList<LoggedEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    public LoggedEvent Append(string type = TenantEventTypes.RoomStarted, Mode? mode = Mode.Live, string? room = null, string data = "{}", long createdAtMs = 1)
    {
        lock (_gate)
        {
            var one = new LoggedEvent(Guid.CreateVersion7(), _events.Count + 1, type, createdAtMs, data) { Mode = mode, Room = room };
            _events.Add(one);
            return one;
        }
    }

    public Task<EventPage> ReadAsync(EventLogQuery query, CancellationToken cancellation)
    {
        lock (_gate)
        {
            cancellation.ThrowIfCancellationRequested();
            _ = query.Filter is null ? ReadsByFeeds++ : ReadsByStreams++;
            if (Fault is { } fault)
            {
                return Task.FromException<EventPage>(fault);
            }

            var found = _events.Where(one => one.Sequence > query.After && one.CreatedAtMs >= query.SinceMs && query.Filter?.Admits(one) != false)
                .Take(query.Limit).ToList();
            var place = found.Count == query.Limit ? found[^1].Sequence : Math.Max(query.After, _events.Count);
            return Task.FromResult(new EventPage([.. found], place, _events.Count));
        }
    }

    public Task<LoggedEvent?> FindAsync(TenantId tenant, Guid id, CancellationToken cancellation) =>
        Task.FromResult(Events.FirstOrDefault(one => one.Id == id));

    public Task<EventLogView> LookAsync(TenantId tenant, long place, CancellationToken cancellation) =>
        Task.FromResult(new EventLogView(Events.Count, Events.FirstOrDefault(one => one.Sequence > place)?.CreatedAtMs));

    public Task<long> FindPlaceAsync(TenantId tenant, long sinceMs, CancellationToken cancellation) =>
        Task.FromResult(Events.TakeWhile(one => one.CreatedAtMs < sinceMs).LastOrDefault()?.Sequence ?? 0);

    public Task<IReadOnlyDictionary<TenantId, long>> ReadAsync(IReadOnlyCollection<TenantId> tenants, CancellationToken cancellation)
    {
        lock (_gate)
        {
            EndsRead++;
            return Fault is { } fault
                ? Task.FromException<IReadOnlyDictionary<TenantId, long>>(fault)
                : Task.FromResult<IReadOnlyDictionary<TenantId, long>>(tenants.ToDictionary(tenant => tenant, _ => (long)_events.Count));
        }
    }
}
