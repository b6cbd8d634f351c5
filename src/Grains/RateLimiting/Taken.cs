namespace RelayKit.RateLimiting;

/// <summary>What became of a request for points.</summary>
public enum TakeOutcome
{
    /// <summary>The points are spent.</summary>
    Admitted,

    /// <summary>There are none: come again.</summary>
    Refused,

    /// <summary>Nothing is known of the bucket yet: wait for <see cref="Taken.Answer"/> and try again.</summary>
    Unknown,

    /// <summary>The bucket has been out of reach for so long that nobody can say; nothing was spent.</summary>
    Unmetered,
}

/// <summary>What became of a request for points, and what the caller has to do.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Limit">The limit that decided.</param>
/// <param name="Remaining">Points that are left as far as this process knows: for the header <c>RateLimit</c>, no promise.</param>
/// <param name="ComeAgainIn">When refused: after which time so many points can be expected.</param>
/// <param name="Ask">Whether the caller has to see to it that the grain is asked.</param>
/// <param name="Answer">When unknown: completes with the next word from the grain, or when it cannot be reached.</param>
public readonly record struct Taken(TakeOutcome Outcome, RateLimit Limit, long Remaining, TimeSpan ComeAgainIn, bool Ask, Task? Answer);
