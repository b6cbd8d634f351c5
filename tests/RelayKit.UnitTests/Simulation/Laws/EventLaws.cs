using RelayKit.Events;
using RelayKit.UnitTests.Simulation.Database;
using RelayKit.UnitTests.Simulation.Webhooks;

namespace RelayKit.UnitTests.Simulation.Laws;

/// <summary>A tenant's event log: no fact twice, and of each connection its beginning before its end.</summary>
internal sealed class EventLaws(LiveKitWorld liveKit, VirtualDatabase database)
{
    public void Check()
    {
        foreach (var tenant in liveKit.Tenants)
        {
            var log = database.EventsOf(tenant);
            Require(log.Select(e => e.Id).Distinct().Count() == log.Count, $"an event of {tenant} is there twice");
            foreach (var session in database.Sessions.Where(session => session.Room.Tenant == tenant))
            {
                CheckSession(log, session);
            }
        }
    }

    private void CheckSession(IReadOnlyList<RelayKit.Ledger.EventRow> log, SessionRecord session)
    {
        Require(PlacesOf(log, TenantEventTypes.RoomStarted, session, "").Count == 1, $"{session.Row.LiveKitSid} began once");
        Require(
            PlacesOf(log, TenantEventTypes.RoomFinished, session, "").Count <= 2, $"{session.Row.LiveKitSid} ended once, or once by an estimate and once told");
        foreach (var row in session.Participants.Values)
        {
            var joined = PlacesOf(log, TenantEventTypes.ParticipantJoined, session, row.LiveKitSid);
            var left = PlacesOf(log, TenantEventTypes.ParticipantLeft, session, row.LiveKitSid);
            Require(joined.Count == 1, $"{row.LiveKitSid} joined once, and {joined.Count} events say so");
            Require(left.Count <= 1, $"{row.LiveKitSid} left once, and {left.Count} events say so");
            Require(left.Count == 0 || joined[0] < left[0], $"{row.LiveKitSid} left before it joined");

            // Of whom another writer has never heard, its end of the session says nothing.
            Require(
                left.Count == 1 || row.Connected.LeftAtMs is null || database.HadTwoWriters.Contains(session.Room),
                $"{row.LiveKitSid} left, and no event says so");
        }
    }

    private static List<int> PlacesOf(IReadOnlyList<RelayKit.Ledger.EventRow> log, string type, SessionRecord session, string participantSid)
    {
        var places = new List<int>();
        var mark = participantSid.Length > 0 ? $"\"livekit_sid\":\"{participantSid}\"" : $"\"livekit_room_sid\":\"{session.Row.LiveKitSid}\"";
        for (var i = 0; i < log.Count; i++)
        {
            if (log[i].Type == type && log[i].Data.Contains(mark, StringComparison.Ordinal))
            {
                places.Add(i);
            }
        }

        return places;
    }

    private static void Require(bool kept, string broken)
    {
        if (!kept)
        {
            throw new BrokenLawException(broken);
        }
    }
}
