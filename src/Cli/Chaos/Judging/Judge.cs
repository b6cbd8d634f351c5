using RelayKit.Cli.Chaos.Plan;
using RelayKit.Cli.Chaos.Truth;

namespace RelayKit.Cli.Chaos.Judging;

/// <summary>
/// Holds the ledger, once the dust has settled, against what the simulator knows. What LiveKit was told of has to be there to the
/// millisecond. What nobody told of has to lie between the last look that saw it and its true end.
/// </summary>
internal static class Judge
{
    /// <summary>LiveKit's count of a room's participants may be as old as this (decision 11).</summary>
    private const long CountLagMs = 5_000;

    /// <summary>Between a clock of LiveKit's and the true one.</summary>
    private static readonly long SkewMs = (long)ChaosPlan.LargestSkew.TotalMilliseconds;

    /// <param name="truth">Every room and connection that there was, all of them over.</param>
    /// <param name="ledger">All rows.</param>
    /// <param name="looks">The looks that are known to have seen everybody.</param>
    public static Judgement Compare(IReadOnlyList<TrueRoom> truth, LedgerRows ledger, IReadOnlyList<WholeLook> looks)
    {
        var judgement = new Judgement { Rooms = truth.Count };
        var sessions = ledger.Sessions.ToDictionary(session => session.Sid);
        var participants = ledger.Participants.ToLookup(participant => participant.RoomSid);
        foreach (var room in truth)
        {
            Count(judgement, room);
            CompareSession(judgement, room, sessions.GetValueOrDefault(room.Sid));
            CompareParticipants(judgement, room, participants[room.Sid].ToDictionary(row => row.Sid), looks);
            sessions.Remove(room.Sid);
        }

        foreach (var row in sessions.Values)
        {
            judgement.Differ("never happened", row.Sid, "LiveKit never had such a room");
        }

        return judgement;
    }

    private static void Count(Judgement judgement, TrueRoom room)
    {
        foreach (var fate in room.Participants.SelectMany(who => new[] { who.Joined, who.Left }).Append(room.Started).Append(room.Finished))
        {
            judgement.Acknowledged += fate?.Told == Told.Yes ? 1 : 0;
            judgement.NotAcknowledged += fate is not null && fate.Told != Told.Yes ? 1 : 0;
            if (fate is { IsWronglyRefused: true })
            {
                judgement.Differ("refused", room.Sid, "a sound webhook was answered with a status that LiveKit does not retry");
            }
        }
    }

    private static void CompareSession(Judgement judgement, TrueRoom room, LedgerSession? row)
    {
        if (row is null)
        {
            if (room.StartTold == Told.Yes || room.FinishTold == Told.Yes
                || room.Participants.Any(who => who.JoinTold == Told.Yes || who.LeaveTold == Told.Yes))
            {
                judgement.Differ("acknowledged and lost", room.Sid, "the session is not in the ledger");
            }

            return;
        }

        if (row.StartedAtMs != room.CreationTimeMs)
        {
            judgement.Differ("start", room.Sid, $"the session started at {room.CreationTimeMs}, the ledger has {row.StartedAtMs}");
        }

        if (row.EndedAtMs is not { } end)
        {
            judgement.Differ("still open", room.Sid, $"the session ended at {room.EndedAtMs}");
        }
        else if (row.EndEstimated)
        {
            if (room.FinishTold == Told.Yes)
            {
                judgement.Differ("acknowledged and lost", room.Sid, $"the session's end {room.ToldEndMs} was told, the ledger has the estimate {end}");
            }
            else if (end < row.StartedAtMs || end > Math.Max(room.EndedAtMs!.Value, row.StartedAtMs))
            {
                judgement.Differ("estimate", room.Sid, $"the session ended at {room.EndedAtMs}, the ledger has the estimate {end}");
            }
        }
        else if (end != room.ToldEndMs)
        {
            judgement.Differ("end", room.Sid, $"the session's end was told as {room.ToldEndMs}, the ledger has {end}");
        }
    }

    private static void CompareParticipants(
        Judgement judgement, TrueRoom room, Dictionary<string, LedgerParticipant> rows, IReadOnlyList<WholeLook> looks)
    {
        foreach (var who in room.Participants)
        {
            if (rows.Remove(who.Sid, out var row))
            {
                CompareParticipant(judgement, room, who, row, looks);
            }
            else if (who.ActiveEver)
            {
                CompareAbsent(judgement, room, who, looks);
            }
        }

        foreach (var row in rows.Values)
        {
            judgement.Differ("never happened", $"{room.Sid} {row.Sid}", "LiveKit never had such a participant");
        }
    }

    private static void CompareAbsent(Judgement judgement, TrueRoom room, TrueParticipant who, IReadOnlyList<WholeLook> looks)
    {
        judgement.Shares[Ground.Nothing].Add(who.TrueMs, 0);
        if (who.JoinTold == Told.Yes || who.LeaveTold == Told.Yes)
        {
            judgement.Differ("acknowledged and lost", $"{room.Sid} {who.Sid}", "the participant is not in the ledger");
        }
        else if (who.WasListed && LastSeen(who, looks) is not null && !IsObscured(room, who))
        {
            judgement.Differ("seen and lost", $"{room.Sid} {who.Sid}", "a look saw the participant, and it is not in the ledger");
        }
    }

    private static void CompareParticipant(
        Judgement judgement, TrueRoom room, TrueParticipant who, LedgerParticipant row, IReadOnlyList<WholeLook> looks)
    {
        var where = $"{room.Sid} {who.Sid}";
        if (!who.ActiveEver || (who.JoinTold == Told.No && who.LeaveTold == Told.No && !who.WasListed))
        {
            judgement.Differ("never told", where, "nothing of the participant has arrived, and no look saw it, yet the ledger has it");
        }

        if ((who.JoinTold == Told.Yes && !row.JoinTold) || (who.LeaveTold == Told.Yes && !row.LeaveTold))
        {
            judgement.Differ("acknowledged and lost", where, $"join and leave were {who.JoinTold}, {who.LeaveTold}; the ledger has {row.JoinTold}, {row.LeaveTold}");
        }

        if ((who.JoinTold == Told.No && row.JoinTold) || (who.LeaveTold == Told.No && row.LeaveTold))
        {
            judgement.Differ("never told", where, $"join and leave were {who.JoinTold}, {who.LeaveTold}; the ledger has {row.JoinTold}, {row.LeaveTold}");
        }

        if (row.JoinedAtMs != who.JoinedAtMs || row.Identity != who.Identity || row.Kind != who.Kind)
        {
            judgement.Differ("join", where, $"{who.Kind} {who.Identity} joined at {who.JoinedAtMs}, the ledger has {row.Kind} {row.Identity} at {row.JoinedAtMs}");
        }

        if (row.EndedAtMs is not { } end)
        {
            judgement.Differ("still open", where, $"the participant left at {who.LeftAtMs}");
        }
        else if (row.LeaveTold || !row.EndEstimated)
        {
            CompareTold(judgement, room, who, row, end, where);
        }
        else
        {
            judgement.Shares[Ground.Looks].Add(who.TrueMs, row.Ms);
            CompareEstimate(judgement, room, who, end, looks, where);
        }
    }

    private static void CompareTold(Judgement judgement, TrueRoom room, TrueParticipant who, LedgerParticipant row, long end, string where)
    {
        var leave = row.LeaveTold ? who.LeftCreatedAt * 1000 : null;
        long? expected = leave is { } left && room.ToldEndMs is { } ended ? Math.Min(left, ended) : leave ?? room.ToldEndMs;
        expected = expected is { } told ? Math.Max(told, who.JoinedAtMs) : null;
        judgement.Shares[row.LeaveTold ? Ground.Leave : Ground.RoomEnd].Add((expected ?? who.JoinedAtMs) - who.JoinedAtMs, row.Ms);

        // Where it is not known whether the room's end was heard of, the leave alone is right as well.
        if (end != expected && !(room.FinishTold == Told.Perhaps && leave is not null && end == Math.Max(leave.Value, who.JoinedAtMs)))
        {
            judgement.Differ("end", where, $"leave and room's end were told as {leave} and {room.ToldEndMs}, the ledger has {end}");
        }
    }

    private static void CompareEstimate(
        Judgement judgement, TrueRoom room, TrueParticipant who, long end, IReadOnlyList<WholeLook> looks, string where)
    {
        var seen = LastSeen(who, looks);
        var latest = Math.Max(who.LeftAtMs!.Value, who.JoinedAtMs + SkewMs);
        if (end >= who.JoinedAtMs && end <= latest && !(end < seen))
        {
            return;
        }

        if (IsObscured(room, who))
        {
            judgement.Obscured++;
            return;
        }

        judgement.Differ("estimate", where, $"the participant was there from {who.JoinedAtMs} to {who.LeftAtMs}, a look saw it at {seen}; the ledger has {end}");
    }

    /// <summary>The last instant at which looks that saw everybody have seen it; null when there was none while it was there.</summary>
    private static long? LastSeen(TrueParticipant who, IReadOnlyList<WholeLook> looks) => looks
        .Where(look => who.JoinedAtMs + SkewMs <= look.BeganMs && who.LeftAtMs - SkewMs >= look.EndedMs)
        .Max(look => (long?)(look.ListedAtMs - CountLagMs));

    /// <summary>Whether somebody else was in the room of whom nothing, or nothing in time, was told.</summary>
    private static bool IsObscured(TrueRoom room, TrueParticipant who) => room.Participants.Any(other =>
        other != who && other.ActiveEver
        && (other.Joined is not { Told: Told.Yes, Attempts: 1 } joined
            || joined.Faults.Any(fault => fault is "delay" or "reorder" or "reorder_within_room")));
}
