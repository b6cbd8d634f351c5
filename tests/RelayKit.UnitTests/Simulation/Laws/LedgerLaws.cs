using RelayKit.Events;
using RelayKit.Labels;
using RelayKit.Ledger;
using RelayKit.Rooms;
using RelayKit.UnitTests.Simulation.Database;
using RelayKit.UnitTests.Simulation.Webhooks;

namespace RelayKit.UnitTests.Simulation.Laws;

/// <summary>
/// What the ledger has to have in the end: of what LiveKit told, the truth to the millisecond; of what only looks saw, what decision 11 says. The
/// truth is the history's own, by what product.md says a participant session is.
/// </summary>
internal sealed class LedgerLaws(LiveKitWorld liveKit, VirtualDatabase database, LookLog looks)
{
    /// <summary>Connections whose end LiveKit told, or that go on: compared to the millisecond.</summary>
    public int Told { get; private set; }

    /// <summary>Connections that end by a look.</summary>
    public int Estimated { get; private set; }

    /// <summary>Those of them whose end could be no other than the one instant.</summary>
    public int EstimatedExactly { get; private set; }

    /// <summary>Connections of which nothing was told and that no look saw.</summary>
    public int Unseen { get; private set; }

    public void Check()
    {
        Require(database.Orphans.Count == 0, $"participants without their session: {string.Join(' ', database.Orphans)}");
        foreach (var life in liveKit.Lives)
        {
            var session = database.Find(life.Room, life.Sid);
            CheckSession(life, session);
            foreach (var stay in life.Stays)
            {
                CheckStay(stay, session, session?.Participants.GetValueOrDefault(stay.Sid));
            }

            Require(
                session is null || session.Participants.Keys.All(sid => life.Stays.Exists(stay => stay.Sid == sid)),
                $"{life.Sid} has participants who never connected");
        }
    }

    /// <summary>What was answered 200 has to be there in that very moment.</summary>
    public void CheckAcknowledged(PlayedWebhook webhook)
    {
        var told = webhook.Told;
        var session = database.Find(webhook.Room, told.RoomSid);
        var row = told.Participant is { } who ? session?.Participants.GetValueOrDefault(who.Sid) : null;
        Require(
            told.Type switch
            {
                RoomEventType.RoomFinished => session?.Row.ToldEndMs is { } end && end <= told.CreatedAtMs,
                RoomEventType.ParticipantJoined => row?.JoinEventId == told.LiveKitEventId,
                RoomEventType.ParticipantLeft => row?.LeaveEventId == told.LiveKitEventId,
                RoomEventType.TrackPublished => database.EventsOf(webhook.Room.Tenant)
                    .Any(e => e.Type == TenantEventTypes.TrackPublished && e.Data.Contains(told.Track!.Sid, StringComparison.Ordinal)),
                _ => session is not null,
            },
            $"{told.Type} {told.LiveKitEventId} of {told.RoomSid} was acknowledged and is not in the ledger");
    }

    private static void CheckSession(PlayedLife life, SessionRecord? session)
    {
        if (session is null)
        {
            Require(life.Webhooks.TrueForAll(webhook => !webhook.IsAcknowledged || webhook.IsDisowned), $"{life.Sid} was told of and is not in the ledger");
            return;
        }

        var row = session.Row;
        Require(row.StartedAtMs == life.CreatedMs, $"{life.Sid} began at {life.CreatedMs}, not {row.StartedAtMs}");
        if (row.ToldEndMs is { } told)
        {
            Require(life.Finished?.Told.CreatedAtMs == told, $"{life.Sid} was told to end at {life.Finished?.Told.CreatedAtMs}, not {told}");
        }

        Require(life.Finished is not { IsAcknowledged: true } || row.ToldEndMs is not null, $"{life.Sid} was told to have ended");
        Require(row.EndedAtMs is null == !life.HasEnded, $"{life.Sid} ends at {life.EndMs}, and in the ledger at {row.EndedAtMs}");
        Require(session.Participants.Values.All(p => row.ToldEndMs is not { } end || p.Connected.LeftAtMs <= end), $"somebody outlasts {life.Sid}");
    }

    private void CheckStay(PlayedStay stay, SessionRecord? session, ParticipantRow? row)
    {
        if (row is null)
        {
            Require(!stay.Joined.IsAcknowledged && stay.Left is not { IsAcknowledged: true }, $"{stay.Sid} was told of and is not in the ledger");
            Require(!looks.WasFound(stay.Sid), $"{stay.Sid} was found by a look and is not in the ledger");
            Unseen++;
            return;
        }

        var (from, end) = (stay.FromMs, row.Connected.EndMs);
        Require(row.Connected.JoinedAtMs == from, $"{stay.Sid} joined at {from}, not {row.Connected.JoinedAtMs}");
        Require(row.Class == stay.Who.Class && row.Identity == stay.Who.Identity, $"{stay.Sid} is {stay.Who}, not {row}");
        Require(row.Labels.Equals(stay.Who.Labels ?? LabelSet.Empty), $"{stay.Sid} has the labels {stay.Who.Labels}, not {row.Labels}");
        Require(row.JoinEventId is null || row.JoinEventId == stay.Joined.Told.LiveKitEventId, $"{stay.Sid} rests on another's join");
        Require(!stay.Joined.IsAcknowledged || row.JoinEventId is not null, $"{stay.Sid} was told to have joined");
        Require(stay.Left is not { IsAcknowledged: true } || row.LeaveEventId is not null, $"{stay.Sid} was told to have left");
        var finishMs = session!.Row.ToldEndMs ?? long.MaxValue;
        if (row.LeaveEventId is { } leave)
        {
            Require(leave == stay.Left!.Told.LiveKitEventId, $"{stay.Sid} rests on another's leave");
            var told = Math.Max(from, Math.Min(stay.Left.Told.CreatedAtMs, finishMs));
            Require(end == told && !row.Looks.EndEstimated, $"{stay.Sid} was told to end at {told}, and ends at {end} ({row.Evidence})");
            Told++;
        }
        else if (!row.Looks.EndEstimated)
        {
            var told = stay.HasEnded || finishMs < long.MaxValue ? Math.Max(from, finishMs) : (long?)null;
            Require(end == told, $"{stay.Sid} ends with its session at {told}, and ends at {end}");
            Told++;
        }
        else
        {
            Require(stay.HasEnded, $"{stay.Sid} is still there, and ends at {end} by an estimate");
            CheckEstimate(stay, session, end!.Value);
            Estimated++;
        }
    }

    /// <summary>
    /// Where only looks know, the end is the last one that saw the participant, less five seconds; or where it began, if none did. It may be as much
    /// earlier as somebody had been there unknown, whom the look that missed this one found. Where two wrote the room at once, each missed it by looks of its own.
    /// </summary>
    private void CheckEstimate(PlayedStay stay, SessionRecord session, long end)
    {
        var last = Math.Max(stay.FromMs, (looks.LastSeenMs(stay.Sid) ?? 0) - SessionState.CountLagMs);
        var unaskedMs = stay.FromMs + SessionState.LateMs - SessionState.CountLagMs;
        var atLook = end + SessionState.CountLagMs;
        if (end == last)
        {
            EstimatedExactly++;
            return;
        }

        var others = stay.Life.Stays.Where(other => other != stay).ToList();
        var isOfOther = others.Exists(other => Math.Max(other.FromMs, stay.FromMs) == end)
            || session.Participants.Values.Any(row => row.LiveKitSid != stay.Sid && row.Connected.EndMs == end);
        var text = $"{stay.Sid} was there from {stay.FromMs} to {stay.ToMs}, last seen {last}, and ends at {end} by an estimate";
        Require(isOfOther || end == stay.FromMs || end == session.Row.StartedAtMs || looks.AtMs.Contains(atLook), $"{text}, which is nobody's instant");
        Require(
            end >= last || (isOfOther && end >= stay.FromMs) || database.HadTwoWriters.Contains(stay.Life.Room),
            $"{text}: too early");
        Require(
            end <= Math.Max(unaskedMs, stay.ToMs) || looks.AgreedByChance(stay.Life.Sid, atLook) || database.HadTwoWriters.Contains(stay.Life.Room),
            $"{text}: too late");
    }

    private static void Require(bool kept, string broken)
    {
        if (!kept)
        {
            throw new BrokenLawException(broken);
        }
    }
}
