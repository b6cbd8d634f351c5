using Orleans.Placement;

namespace RelayKit.RateLimiting;

/// <summary>
/// Shared out among the silos by chance, as meters are. A bucket that nobody has asked for goes after a quarter of an hour; one that
/// wakes then is as full as that time makes it, unless a silo was lost more lately, whose buckets nobody knows.
/// </summary>
[RandomPlacement]
[CollectionAgeLimit(Minutes = CollectionAgeMinutes)]
internal sealed class RateLimitGrain(LastSiloLoss loss, TimeProvider time) : Grain, IRateLimitGrain
{
    private const int CollectionAgeMinutes = 15;

    private readonly long _origin = time.GetTimestamp();
    private LeaseBook? _book;

    public Task<Lease> RenewAsync(LeaseRequest request)
    {
        var now = time.GetElapsedTime(_origin);
        _book ??= new LeaseBook(request.Limit, now, Smaller(loss.Ago, TimeSpan.FromMinutes(CollectionAgeMinutes)));
        return Task.FromResult(_book.Renew(request, now));
    }

    private static TimeSpan Smaller(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
