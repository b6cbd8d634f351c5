namespace RelayKit.RateLimiting;

/// <summary>
/// How much is admitted: over any window of w seconds at most <see cref="Burst"/> + <see cref="PerSecond"/> · w points.
/// </summary>
/// <param name="PerSecond">Points that come back in a second, 1 to <see cref="Most"/>.</param>
/// <param name="Burst">Points that may be spent at once by somebody who has rested, 1 to <see cref="Most"/>.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.RateLimit")]
public readonly record struct RateLimit([property: Id(0)] int PerSecond, [property: Id(1)] int Burst)
{
    /// <summary>The largest figure that either may be: a bucket counts in ten-millionths of a point, in 64 bits.</summary>
    public const int Most = 100_000_000;

    /// <summary>Whether both figures are within their ranges.</summary>
    public bool IsValid => PerSecond is >= 1 and <= Most && Burst is >= 1 and <= Most;

    /// <summary>Seconds in which an empty bucket fills, rounded up: the <c>w</c> of the header <c>RateLimit-Policy</c>.</summary>
    public int WindowSeconds => (int)(((long)Burst + PerSecond - 1) / PerSecond);
}
