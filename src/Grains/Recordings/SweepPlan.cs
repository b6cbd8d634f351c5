using RelayKit.LiveKit;

namespace RelayKit.Recordings;

/// <summary>Which listed egress is which recording's, and which is nobody's. Decides only.</summary>
internal static class SweepPlan
{
    /// <summary>How long an egress that nobody knows is left alone: its row may be on its way, and LiveKit's clock may be ahead.</summary>
    public static readonly TimeSpan StrayPatience = TimeSpan.FromMinutes(2);

    /// <summary>What LiveKit lists of each open recording; null where it lists nothing.</summary>
    /// <param name="open">Those that have not ended.</param>
    /// <param name="listed">All that LiveKit lists.</param>
    /// <param name="isKnown">Whether an egress is another recording's already.</param>
    public static IEnumerable<(OpenRecording Open, LiveKitEgress? Seen)> Match(
        IReadOnlyCollection<OpenRecording> open, IReadOnlyCollection<LiveKitEgress> listed, Func<string, bool> isKnown)
    {
        var byId = listed.ToDictionary(static egress => egress.EgressId);
        var taken = open.Select(static one => one.Recording.EgressId).OfType<string>().ToHashSet();
        foreach (var one in open)
        {
            if (one.Recording.EgressId is { } id)
            {
                yield return (one, byId.GetValueOrDefault(id));
                continue;
            }

            // A start that was never answered. Of two alike, each gets one.
            var found = listed.FirstOrDefault(egress => !taken.Contains(egress.EgressId) && egress.IsOf(one.Recording) && !isKnown(egress.EgressId));
            if (found is not null)
            {
                taken.Add(found.EgressId);
            }

            yield return (one, found);
        }
    }

    /// <summary>
    /// The egresses that go on, look like RelayKit's own, and are of no open recording: in a room that RelayKit has named, or with a recording's id in
    /// their path. Whether a row knows them after all is for the caller to find out.
    /// </summary>
    public static IEnumerable<LiveKitEgress> Strays(
        IReadOnlyCollection<LiveKitEgress> listed, IReadOnlySet<string> matched, DateTimeOffset now) => listed.Where(egress =>
            egress.Status is EgressStatus.Starting or EgressStatus.Active
            && !matched.Contains(egress.EgressId)
            && egress.StartedAt is { } started && now - started > StrayPatience
            && EgressOwner.LooksOurs(egress));
}
