namespace RelayKit.Ingress;

/// <summary>
/// Takes what LiveKit says of streams into an ingress's row. Of two things that are said the row keeps the later one: of the stream that began later,
/// and of one stream what comes later in its life. So it does not matter in which order, or how often, they are heard. Decides, and does no I/O.
/// </summary>
internal static class IngressFold
{
    /// <summary>The row with what was said; the same row when it says nothing later.</summary>
    public static IngressRecord Apply(IngressRecord row, IngressFact fact)
    {
        var (started, ended) = (fact.StartedAtMs, fact.IsActive ? null : fact.EndedAtMs);
        return Place(started, fact.Status, ended, fact.Error).CompareTo(Place(row.StartedAtMs, row.Status, row.EndedAtMs, row.Error)) <= 0
            ? row
            : row with { Status = fact.Status, StartedAtMs = started, EndedAtMs = ended, Error = fact.Status == IngressStatus.Error ? fact.Error : null };
    }

    /// <summary>What the tenant is told of what was said, in order: that a stream began, and if it is over, that it ended.</summary>
    public static IEnumerable<string> EventsOf(IngressFact fact)
    {
        if (fact.StartedAtMs is null)
        {
            yield break;
        }

        yield return Events.TenantEventTypes.IngressStarted;
        if (!fact.IsActive)
        {
            yield return Events.TenantEventTypes.IngressEnded;
        }
    }

    /// <summary>Whether what was said is worth to be told of: it changes the row, or is of a stream before the one that the row tells of.</summary>
    public static bool IsNews(IngressRecord row, IngressFact fact) => Apply(row, fact) != row || fact.StartedAtMs < row.StartedAtMs;

    private static (long Started, int Step, long Ended, int Way, string Error) Place(long? startedAtMs, IngressStatus status, long? endedAtMs, string? error) => (
        startedAtMs ?? long.MinValue,
        status switch
        {
            IngressStatus.Buffering => 1,
            IngressStatus.Publishing => 2,
            IngressStatus.Inactive when startedAtMs is null => 0,
            _ => 3,
        },
        endedAtMs ?? long.MinValue,
        status switch { IngressStatus.Error => 2, IngressStatus.Complete => 1, _ => 0 },
        status == IngressStatus.Error ? error ?? "" : "");
}
