namespace RelayKit.RateLimiting;

/// <summary>What the grain knows of one holder of its points.</summary>
/// <param name="usedBefore">Points that the holder had spent when it was first seen.</param>
internal sealed class Lessee(long usedBefore)
{
    /// <summary>Granted and not taken back.</summary>
    private long _granted;

    /// <summary>Of its last request.</summary>
    public long Version { get; private set; }

    /// <summary>Points that it may hold; it never holds more.</summary>
    public long Outstanding { get; private set; }

    /// <summary>When it is forgotten, and what it may hold counts as spent.</summary>
    public TimeSpan KeptUntil { get; private set; }

    /// <summary>Takes a holder's word in; gives how many of the points that it was granted it neither spent nor holds.</summary>
    public long Settle(LeaseRequest request, TimeSpan now)
    {
        // It may have brought points along, of a predecessor of this grain. Which of them it spent and which expired nobody knows: so all
        // that it spends and holds counts as ours, and none of those is taken back.
        var unaccounted = Math.Max(0, _granted - (request.Used - usedBefore) - request.Held);
        _granted -= unaccounted;
        Version = request.Version;
        Outstanding = request.Held;
        KeptUntil = now + LeaseTerms.Kept;
        return unaccounted;
    }

    /// <summary>Lets no more than so many points that it may hold count.</summary>
    public void CountAtMost(long points) => Outstanding = Math.Min(Outstanding, points);

    public void Grant(long points)
    {
        _granted += points;
        Outstanding += points;
    }
}
