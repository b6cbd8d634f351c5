using RelayKit.Usage;

namespace RelayKit.Limits;

/// <summary>When a line meets a height: solved, not looked for.</summary>
internal static class Crossing
{
    /// <summary>
    /// The first whole millisecond at which a line has reached so many milliseconds; null when it never will as it stands. Where that lies in the
    /// past, the line has passed it at some change since, and the instant is only the latest that it can have been.
    /// </summary>
    /// <param name="line">The line.</param>
    /// <param name="heightMs">The height, above zero.</param>
    /// <param name="nowMs">The instant up to which the line is known, Unix milliseconds.</param>
    public static long? Of(UsageLine line, long heightMs, long nowMs)
    {
        if (line.UsedAt(nowMs) >= heightMs)
        {
            return line.Active > 0 ? Math.Min(nowMs, Solve(line, heightMs)) : nowMs;
        }

        return line.Active > 0 ? Solve(line, heightMs) : null;
    }

    /// <summary>The least t with <c>closed + active·t − Σ joined ≥ height</c>.</summary>
    private static long Solve(UsageLine line, long heightMs)
    {
        var (quotient, remainder) = Int128.DivRem((Int128)heightMs - line.ClosedMs + line.SumJoinedMs, line.Active);
        return (long)(remainder > 0 ? quotient + 1 : quotient);
    }
}
