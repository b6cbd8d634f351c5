using RelayKit.Ledger;
using RelayKit.Usage;

namespace RelayKit.Sessions;

/// <summary>What a session came to, worked out from its participants' intervals and from nothing else.</summary>
public static class SessionTotals
{
    /// <summary>
    /// Connected milliseconds of the billed classes at <paramref name="nowMs"/> (Unix milliseconds), which open intervals count up to.
    /// </summary>
    public static long ParticipantMs(IEnumerable<ParticipantRow> participants, long nowMs) => participants
        .Where(participant => participant.Class.IsBilled())
        .Sum(participant => participant.Connected.DurationMs ?? Math.Max(0, nowMs - participant.Connected.JoinedAtMs));

    /// <summary>
    /// The most who were connected at one time, agents and recorders not counted. Somebody who leaves at the instant at which
    /// another joins is not counted together with them; an empty interval still counts as one.
    /// </summary>
    public static int PeakParticipants(IEnumerable<ParticipantRow> participants)
    {
        var changes = new List<(long AtMs, int Change)>();
        var anyone = false;
        foreach (var participant in participants.Where(participant => participant.Class.KeepsRoomOpen()))
        {
            anyone = true;
            var (joined, end) = (participant.Connected.JoinedAtMs, participant.Connected.EndMs);
            if (end == joined)
            {
                continue;
            }

            changes.Add((joined, 1));
            if (end is { } left)
            {
                changes.Add((left, -1));
            }
        }

        changes.Sort();
        var (now, peak) = (0, anyone ? 1 : 0);
        foreach (var (_, change) in changes)
        {
            now += change;
            peak = Math.Max(peak, now);
        }

        return peak;
    }
}
