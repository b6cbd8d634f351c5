namespace RelayKit.Api.Problems;

/// <summary>One kind of error answer: what its code means, and what to do about it.</summary>
/// <param name="Code">What programs go by; never changes its meaning.</param>
/// <param name="Status">The HTTP status that it always comes with.</param>
/// <param name="Cause">When it happens.</param>
/// <param name="Mend">What the caller can do.</param>
internal sealed record ProblemKind(string Code, int Status, string Cause, string Mend)
{
    /// <summary>Whether the same request may succeed later, so that its answer says after how many seconds to come again.</summary>
    public int? RetryAfterSeconds { get; init; }
}
