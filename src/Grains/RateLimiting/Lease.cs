namespace RelayKit.RateLimiting;

/// <summary>Points of a bucket that one process may spend without asking.</summary>
/// <param name="Granted">Points besides those that it said it holds.</param>
/// <param name="ValidFor">For how long it may spend these and those, from when it asked.</param>
/// <param name="ComeAgainIn">When more can be had, if this is less than was wanted since the bucket is empty; else zero.</param>
/// <param name="Left">Points that are left in the bucket for everybody: for the header <c>RateLimit</c>, no promise.</param>
/// <param name="Sharers">Processes that have a part of the bucket, this one included.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.Lease")]
public sealed record Lease(
    [property: Id(0)] long Granted,
    [property: Id(1)] TimeSpan ValidFor,
    [property: Id(2)] TimeSpan ComeAgainIn,
    [property: Id(3)] long Left,
    [property: Id(4)] int Sharers);
