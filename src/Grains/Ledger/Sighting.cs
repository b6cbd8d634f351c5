namespace RelayKit.Ledger;

/// <summary>
/// What looks at LiveKit add to a row that webhooks decide otherwise: whether it was missed, and that its end is no more than
/// the last look that saw it. LiveKit's own word about an end always replaces such an estimate; a later look replaces an earlier one.
/// </summary>
/// <param name="Revision">How often looks have changed the row. Of two estimates the one of the higher revision holds.</param>
/// <param name="LastSeenMs">The last look that saw it, Unix milliseconds of LiveKit's clock, once a later one has missed it; else null.</param>
/// <param name="EndEstimated">Whether the row's end is an estimate: it was missed by two looks, and LiveKit has told nothing.</param>
public readonly record struct Sighting(int Revision, long? LastSeenMs, bool EndEstimated)
{
    /// <summary>
    /// The end that is known after both of two rows of one key, in any order: the earliest that LiveKit has told, else what the
    /// later look says. The same rule stands in SQL (<c>merged_end</c>), for writers that do not know of each other.
    /// </summary>
    public static (long? EndMs, Sighting Looks) Merge(long? oneEndMs, Sighting one, long? otherEndMs, Sighting other)
    {
        var revision = Math.Max(one.Revision, other.Revision);
        var lastSeen = one.Revision > other.Revision ? one.LastSeenMs
            : one.Revision < other.Revision ? other.LastSeenMs
            : Earliest(one.LastSeenMs, other.LastSeenMs);
        if (Earliest(one.EndEstimated ? null : oneEndMs, other.EndEstimated ? null : otherEndMs) is { } told)
        {
            return (told, new Sighting(revision, lastSeen, EndEstimated: false));
        }

        var estimate = one.Revision > other.Revision ? oneEndMs
            : one.Revision < other.Revision ? otherEndMs
            : Earliest(oneEndMs, otherEndMs);
        return (estimate, new Sighting(revision, lastSeen, EndEstimated: estimate is not null));
    }

    private static long? Earliest(long? one, long? other) => one is { } a && other is { } b ? Math.Min(a, b) : one ?? other;
}
