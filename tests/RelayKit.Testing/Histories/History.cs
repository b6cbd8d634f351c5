using CsCheck;
using RelayKit.Labels;
using RelayKit.Rooms;
using RelayKit.Usage;

namespace RelayKit.Testing.Histories;

/// <summary>
/// One life of a room as it might be: what was told of it, and what is true of it as far as it was told. Joins and leaves get
/// lost, the room's end may be, and what LiveKit repeats and reorders is up to the test.
/// </summary>
public sealed record History(string RoomSid, long CreatedMs, IReadOnlyList<RoomEvent> Told, IReadOnlyList<TrueStay> Truth)
{
    /// <summary>The instants lie around this one, a few hours before a month's end in UTC: 2026-11-30T20:00:00Z.</summary>
    public const long AroundMs = 1_796_068_800_000;

    /// <summary>The labels of one participant after the other: some have none, and some share one and not the other.</summary>
    public static readonly IReadOnlyList<LabelSet?> LabelsOf =
    [
        null,
        LabelSet.Of([new("customer", "acme")]),
        LabelSet.Of([new("customer", "größe & co"), new("plan", "pro")]),
        LabelSet.Of([new("customer", "acme"), new("plan", "pro")]),
    ];

    private const int SpreadMs = 10 * 3_600_000;

    /// <summary>A history of the room with this number.</summary>
    public static Gen<History> Gen(int room) =>
        from start in CsCheck.Gen.Int[0, SpreadMs / 2]
        from length in CsCheck.Gen.Int[1, SpreadMs / 2]
        from startTold in CsCheck.Gen.Bool
        from endTold in CsCheck.Gen.Bool
        from stays in Stay.Array[0, 7]
        select Build(room, AroundMs + start, length, startTold, endTold, stays);

    private static readonly Gen<(double From, double To, int Class, bool JoinTold, bool LeaveTold, bool Aborted, bool Track)> Stay =
        CsCheck.Gen.Select(
            CsCheck.Gen.Double[0, 1], CsCheck.Gen.Double[0, 1], CsCheck.Gen.Int[0, 4], CsCheck.Gen.Bool, CsCheck.Gen.Bool, CsCheck.Gen.Bool, CsCheck.Gen.Bool);

    private static History Build(
        int room,
        long createdMs,
        int lengthMs,
        bool startTold,
        bool endTold,
        (double From, double To, int Class, bool JoinTold, bool LeaveTold, bool Aborted, bool Track)[] stays)
    {
        var sid = $"RM_{room}";
        var told = new List<RoomEvent>();
        var truth = new List<TrueStay>();
        var endMs = createdMs + lengthMs;
        var endSecondMs = endMs / 1000 * 1000;
        if (startTold)
        {
            told.Add(Event(RoomEventType.RoomStarted, createdMs, null));
        }

        for (var i = 0; i < stays.Length; i++)
        {
            var (from, to, @class, joinTold, leaveTold, aborted, track) = stays[i];
            var joinedMs = createdMs + (long)(from * lengthMs);
            var leftMs = joinedMs + (long)(to * (endMs - joinedMs));
            var who = new ParticipantFact
            {
                Sid = $"PA_{room}_{i}",
                Identity = $"person-{i % 3}",
                Name = $"Person {i % 3}",
                Class = (ParticipantClass)@class,
                JoinedAtMs = joinedMs,
                Labels = LabelsOf[i % LabelsOf.Count],
            };
            if (aborted && !joinTold)
            {
                // Never connected: worth nothing, and nothing else is told of it.
                told.Add(Event(RoomEventType.ParticipantConnectionAborted, leftMs, who));
                continue;
            }

            if (joinTold)
            {
                told.Add(Event(RoomEventType.ParticipantJoined, joinedMs, who));
            }

            if (track)
            {
                told.Add(Event(RoomEventType.TrackPublished, joinedMs, who with { JoinedAtMs = null, Labels = null }) with
                {
                    RoomCreatedAtMs = null,
                    Track = new TrackFact($"TR_{room}_{i}", "video", "camera", ""),
                });
            }

            if (leaveTold)
            {
                told.Add(Event(RoomEventType.ParticipantLeft, leftMs, who with { DisconnectReason = "client_initiated" }));
            }

            if (joinTold || leaveTold)
            {
                long? end = (leaveTold, endTold) switch
                {
                    (true, true) => Math.Min(leftMs / 1000 * 1000, endSecondMs),
                    (true, false) => leftMs / 1000 * 1000,
                    (false, true) => endSecondMs,
                    _ => null,
                };
                truth.Add(new TrueStay(sid, who.Sid, who.Class, joinedMs, end) { Labels = who.Labels ?? LabelSet.Empty });
            }
        }

        if (endTold)
        {
            told.Add(Event(RoomEventType.RoomFinished, endMs, null));
        }

        return new History(sid, createdMs, told, truth);

        RoomEvent Event(RoomEventType type, long atMs, ParticipantFact? who) => new()
        {
            Type = type,
            LiveKitEventId = $"EV_{room}_{told.Count}",
            CreatedAtMs = atMs / 1000 * 1000,
            RoomSid = sid,
            RoomCreatedAtMs = createdMs,
            Generation = 1,
            Participant = who,
        };
    }
}
