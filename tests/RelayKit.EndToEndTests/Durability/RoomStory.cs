using System.Text.Json.Nodes;
using RelayKit.EndToEndTests.LiveKit;

namespace RelayKit.EndToEndTests.Durability;

/// <summary>
/// A participant session as the ledger has to hold it. Instants are Unix milliseconds. The ids of the events that decided it
/// tell a join that was kept from one that was lost and that the leave made up for.
/// </summary>
public sealed record ExpectedParticipant(
    string RoomSid, string Sid, long JoinedAtMs, long? LeftAtMs, string JoinEventId, string? LeaveEventId);

/// <summary>
/// What happens in one room: two lives, each with participants who come, show a camera and go; of the second life some stay.
/// Known beforehand to the millisecond, so that what the ledger says can be held against it.
/// </summary>
public sealed class RoomStory
{
    private const int ParticipantsInALife = 10;
    private const int StayingOn = 2;

    public RoomStory(string liveKitName, Random random, long fromMs)
    {
        Add(new RoomLife(liveKitName, LiveKitSid.Room(), fromMs), random, staying: 0);
        Add(new RoomLife(liveKitName, LiveKitSid.Room(), fromMs + (2 * 3_600_000)), random, StayingOn);
    }

    public List<string> Webhooks { get; } = [];

    /// <summary>Sessions with their end, null for the one that goes on.</summary>
    public List<(string Sid, long StartedAtMs, long? EndedAtMs)> Sessions { get; } = [];

    public List<ExpectedParticipant> Participants { get; } = [];

    private void Add(RoomLife life, Random random, int staying)
    {
        var events = new List<(long AtMs, string Body)>();
        for (var i = 0; i < ParticipantsInALife; i++)
        {
            var who = Connection.At(life.CreatedAtMs + random.Next(0, 3_000_000), $"p{i}");
            var leftMs = (who.JoinedAtMs + random.Next(1_000, 3_600_000)) / 1000 * 1000;
            var joined = LiveKitWebhooks.ParticipantJoined(life, who);
            var left = i < staying ? null : LiveKitWebhooks.ParticipantLeft(life, who, leftMs);
            events.Add((who.JoinedAtMs, joined));
            events.Add((who.JoinedAtMs + 1, LiveKitWebhooks.TrackPublished(life, who, LiveKitSid.Track(), who.JoinedAtMs + 500)));
            if (left is not null)
            {
                events.Add((Math.Max(leftMs, who.JoinedAtMs + 2), left));
            }

            Participants.Add(new ExpectedParticipant(
                life.Sid, who.Sid, who.JoinedAtMs, left is null ? null : leftMs, IdOf(joined), left is null ? null : IdOf(left)));
        }

        Webhooks.Add(LiveKitWebhooks.RoomStarted(life));
        Webhooks.AddRange(events.OrderBy(e => e.AtMs).Select(e => e.Body));
        long? endedAtMs = null;
        if (staying == 0)
        {
            endedAtMs = (events.Max(e => e.AtMs) + 20_000) / 1000 * 1000;
            Webhooks.Add(LiveKitWebhooks.RoomFinished(life, endedAtMs.Value));
        }

        Sessions.Add((life.Sid, life.CreatedAtMs, endedAtMs));
    }

    private static string IdOf(string webhook) => (string)JsonNode.Parse(webhook)!["id"]!;
}
