using RelayKit.Billing;

namespace RelayKit.UnitTests.Api.Inbound;

/// <summary>What PostgreSQL does with a provider's news, in memory.</summary>
internal sealed class MemoryProviderEvents(TimeProvider time) : IProviderEventStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);

    public int Count => _rows.Count;

    public int Unprocessed => _rows.Values.Count(static row => !row.IsProcessed);

    /// <summary>Throws in place of keeping.</summary>
    public bool IsBroken { get; set; }

    public Task<bool> AddAsync(ProviderEvent news, CancellationToken cancellation)
    {
        if (IsBroken)
        {
            throw new TimeoutException("The database is away.");
        }

        lock (_gate)
        {
            return Task.FromResult(_rows.TryAdd(news.Id, new Row { News = news, DueAt = time.GetUtcNow(), ReceivedAt = time.GetUtcNow() }));
        }
    }

    public Task<IReadOnlyList<ClaimedProviderEvents>> ClaimAsync(int limit, TimeSpan lease, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var (now, id) = (time.GetUtcNow(), Guid.NewGuid());
            var waiting = _rows.Values.Where(static row => !row.IsProcessed).GroupBy(static row => row.News.ObjectId).ToList();
            List<ClaimedProviderEvents> claims = [];
            foreach (var of in waiting.Where(of => of.Any(row => row.DueAt <= now) && !of.Any(row => row.LeaseUntil > now)).Take(limit))
            {
                foreach (var row in of)
                {
                    (row.Lease, row.LeaseUntil, row.Attempts) = (id, now + lease, row.Attempts + 1);
                }

                claims.Add(new ClaimedProviderEvents(id, of.First().News.Subject, of.Key, of.Max(static row => row.Attempts), of.Min(static row => row.ReceivedAt)));
            }

            return Task.FromResult<IReadOnlyList<ClaimedProviderEvents>>(claims);
        }
    }

    public Task CompleteAsync(ClaimedProviderEvents claim, CancellationToken cancellation)
    {
        Of(claim, static row => row.IsProcessed = true);
        return Task.CompletedTask;
    }

    public Task FailAsync(ClaimedProviderEvents claim, string error, TimeSpan retryAfter, CancellationToken cancellation)
    {
        Of(claim, row => (row.DueAt, row.LeaseUntil) = (time.GetUtcNow() + retryAfter, null));
        return Task.CompletedTask;
    }

    private void Of(ClaimedProviderEvents claim, Action<Row> act)
    {
        lock (_gate)
        {
            foreach (var row in _rows.Values.Where(row => !row.IsProcessed && row.Lease == claim.Lease && row.News.ObjectId == claim.ObjectId))
            {
                act(row);
            }
        }
    }

    private sealed class Row
    {
        public required ProviderEvent News { get; init; }

        public required DateTimeOffset DueAt { get; set; }

        public required DateTimeOffset ReceivedAt { get; init; }

        public Guid? Lease { get; set; }

        public DateTimeOffset? LeaseUntil { get; set; }

        public int Attempts { get; set; }

        public bool IsProcessed { get; set; }
    }
}
