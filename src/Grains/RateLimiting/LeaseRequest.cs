namespace RelayKit.RateLimiting;

/// <summary>
/// What a process says of its part of a bucket, always the whole of it and never a change: whatever was lost before, the grain sees
/// from this alone which of the points that it gave were neither spent nor are held, and takes those back.
/// </summary>
/// <param name="Holder">The process's part of this bucket, by a random id of its own.</param>
/// <param name="Version">Grows by one with each request of this holder; one that is late is passed over.</param>
/// <param name="Limit">The limit that holds now.</param>
/// <param name="Used">Points that the holder has spent since it began.</param>
/// <param name="Held">Points that it holds and goes on holding; it spends from them while the request is under way.</param>
/// <param name="Wanted">Points that it wants besides.</param>
/// <param name="Needed">What the dearest request costs that waits or was refused lately; 0 when none was.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.LeaseRequest")]
public sealed record LeaseRequest(
    [property: Id(0)] Guid Holder,
    [property: Id(1)] long Version,
    [property: Id(2)] RateLimit Limit,
    [property: Id(3)] long Used,
    [property: Id(4)] long Held,
    [property: Id(5)] long Wanted,
    [property: Id(6)] int Needed);
